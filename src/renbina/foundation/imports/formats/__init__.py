"""Readers of file formats. They run in the child process, write through `stream`, and import only their siblings."""
