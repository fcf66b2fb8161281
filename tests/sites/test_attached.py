"""Pictures that stand next to a story's file are shown like those in content/images."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from PIL import Image

from tests.sites.sites import ROOT, MiniSite

if TYPE_CHECKING:
    from pathlib import Path

SAVED = {"ARTICLE_URL": "{slug}/", "PAGE_URL": "{slug}/", "DRAFT_URL": "drafts/{slug}/"}
SETTINGS = {
    **SAVED,
    **{f"{name.removesuffix('URL')}SAVE_AS": f"{url}index.html" for name, url in SAVED.items()},
    "THEME": str(ROOT / "theme"),
    "SLUGIFY_SOURCE": "basename",
    "ARTICLE_PATHS": ["stories"],
}


def photograph() -> bytes:
    data = io.BytesIO()
    Image.effect_noise((600, 300), 90).convert("RGB").save(data, "JPEG", quality=95)
    return data.getvalue()


PAGES = {
    "stories/2014/06/bridge": "bridge",
    "stories/2014/06/ferry": "drafts/ferry",
    "stories/undated/pier": "drafts/pier",
    "pages/about": "about",
}


def test_a_picture_beside_its_story_has_its_size_and_a_smaller_version(tmp_path):
    site = MiniSite(tmp_path)
    for source, page in PAGES.items():
        name = source.rpartition("/")[2]
        status = "Status: draft\n" if page.startswith("drafts") else ""
        shown = f"\nThe lead.\n\n![The pier]({{attach}}{name}/pier.jpg)\nThe caption.\n"
        site.write({f"{source}.md": f"Title: {name}\nDate: 2014-06-16\n{status}{shown}"})
        (tmp_path / "content" / source).mkdir()
        (tmp_path / "content" / source / "pier.jpg").write_bytes(photograph())

    for _ in range(2):  # from the cache as well
        built = site.build(**SETTINGS)

        assert built.status == 0
        assert "WARNING" not in built.said
        for source, page in PAGES.items():
            file = f"{page}/{source.rpartition('/')[2]}/pier.jpg"
            (tag,) = re.findall(r"<img [^>]*>", site.page(f"{page}/index.html"))
            assert f'src="/{file}"' in tag
            assert 'width="600" height="300"' in tag
            assert f"/pictures/480/{file} 480w" in tag
            assert (tmp_path / "output" / file).read_bytes() == photograph_of(tmp_path, source)
            with Image.open(tmp_path / "output/pictures/480" / file) as small:
                assert small.size == (480, 240)


def photograph_of(folder: Path, source: str) -> bytes:
    return (folder / "content" / source / "pier.jpg").read_bytes()
