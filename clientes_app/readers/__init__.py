"""One package a kind of document: from its bytes to rows of the same twenty columns."""
