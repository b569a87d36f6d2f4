"""Views of the list on the page: choosing one, saving what is shown, changing those there are."""
