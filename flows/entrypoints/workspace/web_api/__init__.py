"""The Web API: one function per method, a table of them, and the door that they are called through."""
