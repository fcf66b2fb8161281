"""The server on this computer: who may ask it, what it hands out, and the process that builds."""
