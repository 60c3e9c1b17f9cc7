"""The app's two icons, drawn here: a speech bubble with lines of text, the last one a quotation."""

from io import BytesIO

from PIL import Image, ImageDraw

COLOUR_SIZE, OUTLINE_SIZE = 192, 32
ACCENT = "#1d3557"
_FINE = 8
"""How many times larger it is drawn, so that edges come out smooth."""
_WHITE, _NUMBER = (255, 255, 255, 255), (233, 196, 106, 255)


def colour_icon() -> bytes:
    """Return the PNG of the icon on its ground, in colour."""
    size = COLOUR_SIZE * _FINE
    image = Image.new("RGBA", (size, size), ACCENT)
    draw = ImageDraw.Draw(image)
    # Teams cuts the corners off: what must be seen lies in the middle 120 points.
    _bubble(draw, size, (0.21, 0.23, 0.79, 0.67), fill=_WHITE)
    for top, right in ((0.33, 0.68), (0.43, 0.68), (0.53, 0.50)):
        _line(draw, size, (0.30, top, right, top + 0.045), fill=ACCENT)
    _line(draw, size, (0.55, 0.50, 0.68, 0.60), fill=_NUMBER)
    return _png(image.convert("RGB"), COLOUR_SIZE)


def outline_icon() -> bytes:
    """Return the PNG of the icon in white lines on nothing."""
    size = OUTLINE_SIZE * _FINE
    shape = Image.new("L", (size, size), 0)
    draw = ImageDraw.Draw(shape)
    _bubble(draw, size, (0.06, 0.09, 0.94, 0.75), fill=255)
    _bubble(draw, size, (0.14, 0.17, 0.86, 0.67), fill=0, tail=False)
    for top, right in ((0.27, 0.76), (0.41, 0.76), (0.55, 0.50)):
        _line(draw, size, (0.25, top, right, top + 0.075), fill=255)
    # Smooth edges by how much shows, not by colour: mixed with black, white would be grey.
    seen = shape.resize((OUTLINE_SIZE, OUTLINE_SIZE), Image.Resampling.LANCZOS)
    image = Image.new("RGBA", (OUTLINE_SIZE, OUTLINE_SIZE), (255, 255, 255, 0))
    image.putalpha(seen)
    return _png(image, OUTLINE_SIZE)


def size_of(png: bytes) -> tuple[int, int]:
    """Return the width and height of a PNG, (0, 0) where it is none."""
    try:
        with Image.open(BytesIO(png), formats=["PNG"]) as image:
            return image.size
    except OSError:
        return 0, 0


def is_white_on_nothing(png: bytes) -> bool:
    """Whether a PNG shows white and nothing else, with some of it see-through."""
    with Image.open(BytesIO(png), formats=["PNG"]) as image:
        raw = image.convert("RGBA").tobytes()
    points = [raw[i : i + 4] for i in range(0, len(raw), 4)]
    seen = [point for point in points if point[3]]
    return len(seen) < len(points) and all(point[:3] == b"\xff\xff\xff" for point in seen)


def _bubble(
    draw: ImageDraw.ImageDraw,
    size: int,
    box: tuple[float, float, float, float],
    *,
    fill: tuple[int, int, int, int] | int,
    tail: bool = True,
) -> None:
    left, top, right, bottom = (part * size for part in box)
    draw.rounded_rectangle((left, top, right, bottom), radius=(bottom - top) * 0.2, fill=fill)
    if tail:
        x = left + (right - left) * 0.22
        width = (right - left) * 0.22
        tip = (x, bottom + (bottom - top) * 0.28)
        draw.polygon([(x, bottom - 1), (x + width, bottom - 1), tip], fill=fill)


def _line(
    draw: ImageDraw.ImageDraw,
    size: int,
    box: tuple[float, float, float, float],
    fill: tuple[int, int, int, int] | int | str,
) -> None:
    left, top, right, bottom = (part * size for part in box)
    draw.rounded_rectangle((left, top, right, bottom), radius=(bottom - top) / 2, fill=fill)


def _png(image: Image.Image, size: int) -> bytes:
    made = BytesIO()
    image.resize((size, size), Image.Resampling.LANCZOS).save(made, "PNG", optimize=True)
    return made.getvalue()
