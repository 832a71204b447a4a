"""New records: what is known of them, in the form of the model, with room for what only a person can write.

A command becomes a ``Plan`` of files, which is checked like the project itself before anything is written, or a
``Refusal``. Nothing here reads or writes a file or asks anybody.
"""
