"""The CSV of a bulk load: dialect, lines, header, records, template."""
