"""What the records may say: one typed model for each kind of record.

The JSON Schemas for editors, the field tables of the contributor guide and the messages of the checker all come
from these classes; nothing states a field a second time.
"""
