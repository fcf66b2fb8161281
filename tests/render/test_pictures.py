"""Pictures: their sizes, and their smaller versions."""

from __future__ import annotations

import io
from operator import attrgetter
from types import SimpleNamespace

import pytest
from PIL import Image, ImageCms, ImageOps, PngImagePlugin

from backfile.render.pictures import WIDTHS, Picture, Pictures, size_of, smaller_versions, svg_size

ON_ITS_SIDE = 6  # EXIF: to be turned a quarter clockwise


def picture(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """A picture of many colours, so that its file is not smaller than any other."""
    image = Image.effect_noise((width, height), 90).convert("RGB")
    image.paste(Image.linear_gradient("L").resize((width, height // 2)), (0, 0))
    return image.convert(mode)


def turned(width: int, height: int, orientation: int = ON_ITS_SIDE) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "A camera"
    data = io.BytesIO()
    picture(width, height).save(data, "JPEG", quality=95, exif=exif, comment=b"A comment")
    return data.getvalue()


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache"


@pytest.mark.parametrize(
    "case",
    [
        ("wide.jpg", "RGB", 1600, [480, 960, 1440]),
        ("grey.jpg", "L", 1000, [480, 960]),
        ("photo.png", "RGB", 500, [480]),
        ("clear.png", "RGBA", 500, [480]),
        ("chart.png", "P", 1000, [480]),
        ("ink.png", "1", 1000, []),  # all greys of a smaller version take more than two colours
        ("photo.webp", "RGB", 1000, [480, 960]),
        ("clear.webp", "RGBA", 500, [480]),
        ("narrow.jpg", "RGB", 480, []),
        ("ink.jpg", "CMYK", 1000, []),  # colours of a press are left alone
        ("photo.gif", "P", 1000, []),
        ("photo.bmp", "RGB", 1000, []),
    ],
)
def test_a_picture_has_smaller_versions_of_its_own_kind(case, tmp_path, cache):
    name, mode, width, widths = case
    file = tmp_path / name
    picture(width, 300, mode).save(file, quality=95)

    made = smaller_versions(file, cache)

    assert size_of(file) == (width, 300)
    assert list(made) == widths
    for one, path in made.items():
        with Image.open(file) as before, Image.open(path) as after:
            assert after.size == (one, round(300 * one / width))
            assert (after.format, after.mode) == (before.format, before.mode)
        assert path.stat().st_size < file.stat().st_size


def test_a_picture_taken_on_its_side_is_upright(tmp_path, cache):
    file = tmp_path / "side.jpg"
    file.write_bytes(turned(900, 1600))

    made = smaller_versions(file, cache)

    assert size_of(file) == (1600, 900)
    with Image.open(made[480]) as small:
        assert small.size == (480, 270)


@pytest.mark.parametrize(
    ("orientation", "size"),
    [
        *((number, (40, 30)) for number in (1, 2, 3, 4)),  # upright, mirrored, upside down
        *((number, (30, 40)) for number in (5, 6, 7, 8)),  # on a side, mirrored or not
    ],
)
def test_a_picture_has_the_size_in_which_it_is_shown(orientation, size, tmp_path):
    file = tmp_path / "photo.jpg"
    file.write_bytes(turned(40, 30, orientation))

    assert size_of(file) == size
    with Image.open(file) as image:
        assert ImageOps.exif_transpose(image).size == size


def test_a_smaller_version_keeps_its_colours_and_nothing_of_the_camera(tmp_path, cache):
    file = tmp_path / "photo.jpg"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    with Image.open(io.BytesIO(turned(900, 1600))) as image:
        image.save(file, quality=95, exif=image.getexif(), icc_profile=profile, comment=b"A note")

    with Image.open(smaller_versions(file, cache)[480]) as small:
        assert small.info["icc_profile"] == profile
        assert not small.getexif()
        assert "comment" not in small.info
        assert small.info["progressive"]


def test_a_png_loses_its_notes(tmp_path, cache):
    file = tmp_path / "photo.png"
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "A camera")
    picture(500, 300).save(file, pnginfo=notes)

    with Image.open(smaller_versions(file, cache)[480]) as small:
        assert "Author" not in small.info


@pytest.mark.parametrize("name", ["film.gif", "film.png", "film.webp"])
def test_a_picture_that_moves_is_left_alone(name, tmp_path, cache):
    frames = [picture(600, 300), picture(600, 300).rotate(180)]
    frames[0].save(tmp_path / name, save_all=True, append_images=frames[1:])

    assert size_of(tmp_path / name) == (600, 300)
    assert smaller_versions(tmp_path / name, cache) == {}


def test_the_same_picture_makes_the_same_bytes(tmp_path):
    file = tmp_path / "photo.jpg"
    picture(1600, 300).save(file, quality=95)

    first, second = (smaller_versions(file, tmp_path / one) for one in ("first", "second"))

    assert [one.read_bytes() for one in first.values()] == [
        one.read_bytes() for one in second.values()
    ]


def test_a_smaller_version_is_made_once_until_its_picture_changes(tmp_path, cache):
    file = tmp_path / "photo.jpg"
    picture(600, 300).save(file, quality=95)
    made = smaller_versions(file, cache)[480]
    made.write_bytes(b"as it was")

    assert smaller_versions(file, cache)[480].read_bytes() == b"as it was"
    picture(600, 200).save(file, quality=95)
    assert smaller_versions(file, cache)[480] != made


@pytest.mark.parametrize(
    ("svg", "size"),
    [
        ('<svg width="300" height="150px">', (300, 150)),
        ("<?xml?>\n<svg\n height='150.4' width='300'>", (300, 150)),
        ('<svg viewBox="0 0 640 480">', (640, 480)),
        ('<svg width="100%" height="100%" viewBox="-5, -5, 64.0, 48">', (64, 48)),
        ('<svg width="10em" height="5em">', (0, 0)),
        ('<svg stroke-width="3" height="9">', (0, 0)),
        ("no drawing", (0, 0)),
    ],
)
def test_a_drawing_says_how_large_it_is(svg, size):
    assert svg_size(svg) == size


@pytest.fixture
def site(tmp_path, monkeypatch):
    """The pictures of a site in `tmp_path`, whose pictures are in content/images."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content/images").mkdir(parents=True)
    static: dict[str, SimpleNamespace] = {}
    url = SimpleNamespace(fget=attrgetter("url"))
    monkeypatch.setattr("backfile.render.pictures.Content", SimpleNamespace(url=url))
    # Pelican passes over what it has logged before, also in another test.
    told: list[str] = []
    log = SimpleNamespace(warning=lambda pattern, *given: told.append(pattern % given))
    monkeypatch.setattr("backfile.render.pictures.log", log)

    def put(name: str, data: bytes) -> None:
        path = tmp_path / "content" / name
        path.write_bytes(data)
        static[name] = SimpleNamespace(url=name.replace(" ", "%20"), source_path=str(path))

    pictures = Pictures(
        tmp_path / "output", tmp_path / "cache", {"static_content": static}, tmp_path
    )
    return SimpleNamespace(put=put, pictures=pictures, told=told)


def test_a_picture_is_found_by_its_path_and_its_versions_are_in_the_output(site, tmp_path):
    site.put("images/the pier.jpg", turned(300, 1000))

    assert site.pictures.find("images/the pier.jpg") == Picture(1000, 300, (480, 960))
    made = [path.relative_to(tmp_path) for path in sorted((tmp_path / "output").rglob("*.jpg"))]
    assert [path.as_posix() for path in made] == [
        "output/pictures/480/images/the pier.jpg",
        "output/pictures/960/images/the pier.jpg",
    ]
    assert len(list((tmp_path / "cache/pictures").iterdir())) == 2


def test_a_picture_is_none_that_nobody_has_put_there(site, tmp_path):
    site.put("images/linked.jpg", b"")
    (tmp_path / "content/images/linked.jpg").unlink()

    assert site.pictures.find("images/linked.jpg") is None
    assert site.pictures.find("images/none.jpg") is None
    assert site.told == []


def test_a_picture_is_looked_at_once_in_a_build(site, tmp_path):
    site.put("images/pier.jpg", turned(300, 1000))
    before = site.pictures.find("images/pier.jpg")
    (tmp_path / "content/images/pier.jpg").unlink()

    assert site.pictures.find("images/pier.jpg") is before


@pytest.mark.parametrize(
    ("name", "data", "shown", "why"),
    [
        ("images/words.jpg", b"no picture", Picture(0, 0), "its format is not known"),
        ("images/empty.jpg", b"", Picture(0, 0), "its format is not known"),
        # Its size stands at its beginning.
        ("images/cut.jpg", turned(300, 1000)[:5000], Picture(1000, 300), "image file is truncated"),
    ],
)
def test_a_damaged_picture_is_shown_as_it_is_with_a_warning(name, data, shown, why, site):
    site.put(name, data)

    assert site.pictures.find(name) == shown
    (told,) = site.told
    assert told.startswith(f"content/{name}: cannot be read as a picture ({why}")
    assert told.endswith("save it again as JPEG, PNG or WebP")


@pytest.mark.parametrize("allowed", [250_000, 100_000])
def test_a_picture_of_too_many_pixels_stops_nothing(allowed, site, monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", allowed)
    site.put("images/bomb.jpg", turned(300, 1000))

    assert site.pictures.find("images/bomb.jpg") == Picture(0, 0)
    assert "decompression bomb" in site.told[0]


def test_a_warning_is_given_once(site):
    site.pictures.tell("story.md:3: there is no picture")
    site.pictures.tell("story.md:3: there is no picture")

    assert site.told == ["story.md:3: there is no picture"]


def test_widths_grow():
    assert list(WIDTHS) == sorted(WIDTHS)
