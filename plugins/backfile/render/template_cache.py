"""Compiles each template once in a build, for the environments of all of Pelican's generators.

A process that builds more than once, as for the local server, compiles those that have changed.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from jinja2 import BytecodeCache

if TYPE_CHECKING:
    from jinja2.bccache import Bucket
    from pelican.generators import Generator

COMPILED = "_BACKFILE_COMPILED"  # the name of Pelican's setting that has them


class Compiled(BytecodeCache):
    """The compiled templates of builds with the same filters, by the names of their files.

    What Jinja folds into them depends on the filters of the settings. Where no key says whether
    those are the same, they are not kept for the next build.
    """

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def __reduce__(self) -> tuple[type, tuple[()]]:
        """Leave them out of Pelican's cache, which pickles the settings with each page."""
        return type(self), ()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill *bucket* with the code of its template, where it was compiled before."""
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code in *bucket*."""
        self._code[bucket.key] = bucket.bytecode_to_string()


@lru_cache(maxsize=1)
def compiled_with(_settings: str) -> Compiled:
    """Return what this process has compiled with the settings of this digest."""
    return Compiled()


def connect(generator: Generator) -> None:
    """Let the environment of *generator* share what others have compiled (generator_init).

    A build reads a template once, so that no file needs to be looked at for changes.
    """
    env = generator.env
    env.bytecode_cache = env.bytecode_cache or generator.context.setdefault(COMPILED, Compiled())
    env.auto_reload = False
