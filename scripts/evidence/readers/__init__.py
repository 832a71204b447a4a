"""From files to values: text, YAML nodes, records, references. A fault in a file is a problem, never an exception."""
