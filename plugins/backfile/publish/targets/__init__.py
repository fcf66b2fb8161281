"""The places where a site is published: a folder, a server, a bucket, and a branch."""
