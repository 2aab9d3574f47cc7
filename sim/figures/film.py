"""Moments on a stage as the pictures of a film, and the film as a file."""

import contextlib
import itertools
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np

from sim.figures import style

LAST_SECONDS = 2.5  # how long the last picture stands
PALETTE_FRAMES, EXACT_COLOURS = 12, 120  # pictures that the colours of a GIF are taken from, and colours taken as they are


def writer_for(path: Path, fps: int, max_frames: int) -> Callable[..., None]:
    """Who can write this file? Asked before anything is drawn."""
    if fps < 1 or max_frames < 1:
        raise ValueError(f"fps and max_frames should be 1 or more; they are {fps} and {max_frames}")
    if path.suffix.lower() == ".gif":
        return write_gif
    if path.suffix.lower() != ".mp4":
        raise ValueError(f"{path}: a film should end in .gif or .mp4")
    if shutil.which("ffmpeg") is None:
        raise ValueError(f"{path}: an .mp4 needs the program ffmpeg, which is not installed; a .gif needs nothing")
    return write_mp4


class Staged(Protocol):
    """A whole picture that can be set for any of its moments."""

    figure: Any
    moving: list[Any]  # all artists that change, from the ground up

    def show(self, moment: Any) -> None:
        """Set the stage for this moment."""


class Film(NamedTuple):
    """Moments on a stage, picture after picture."""

    stage: Staged
    moments: Sequence[Any]
    fps: int
    progress: Callable[[int, int], Any] | None

    def pictures(self) -> Iterator[np.ndarray]:
        """All pictures, each of shape (height, width, 3); who waits is told."""
        for k, picture in enumerate(drawn(self.stage, self.moments), start=1):
            yield picture
            if self.progress:
                self.progress(k, len(self.moments))

    def sample(self) -> list[np.ndarray]:
        """A few of them."""
        few = np.linspace(0, len(self.moments) - 1, min(len(self.moments), PALETTE_FRAMES)).astype(int)
        return list(drawn(self.stage, [self.moments[k] for k in few]))


def drawn(stage: Staged, moments: Sequence[Any]) -> Iterator[np.ndarray]:
    """The picture of each moment. What stays is drawn once."""
    canvas: Any = stage.figure.canvas
    canvas.draw()
    ground = canvas.copy_from_bbox(stage.figure.bbox)
    for moment in moments:
        canvas.restore_region(ground)
        stage.show(moment)
        for artist in stage.moving:
            stage.figure.draw_artist(artist)
        yield np.asarray(canvas.buffer_rgba())[:, :, :3].copy()


def write_gif(path: Path, film: Film) -> None:
    """All pictures in one palette, so that only what moves has to be stored."""
    from PIL import Image

    palette, nearest = common_palette(film.sample())

    def plain() -> Iterator[Image.Image]:
        for picture in film.pictures():
            image = Image.fromarray(nearest[cells(picture)])
            image.putpalette(palette)
            yield image

    images, count = plain(), len(film.moments)
    each = round(1000 / film.fps)
    times = [each] * (count - 1) + [max(each, round(1000 * LAST_SECONDS))]
    how: style.Look = {"save_all": True, "duration": times, "loop": 0, "optimize": True, "transparency": 255, "disposal": 1}
    next(images).save(path, append_images=images, **how)


def common_palette(pictures: Sequence[np.ndarray]) -> tuple[bytes, np.ndarray]:
    """Which 255 colours does the film need, and which of them is nearest to each cell of colours?

    The commonest colours and those of the signs are taken as they are, the others from what lies between; the last index
    stays free for "as before".
    """
    from PIL import Image

    sample = np.concatenate([picture[::2, ::2].reshape(-1, 3) for picture in pictures])
    exact = exact_colours(sample)
    between = Image.fromarray(sample[None]).quantize(255 - len(exact)).getpalette()
    table = np.concatenate([exact, np.array(between, np.uint8).reshape(-1, 3)])[:255]
    palette = Image.new("P", (1, 1))
    palette.putpalette(table.tobytes())
    steps = np.arange(64, dtype=np.uint8) * 4 + 2
    every = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1).reshape(1, -1, 3)
    nearest = np.asarray(Image.fromarray(every).quantize(palette=palette, dither=Image.Dither.NONE))[0].copy()
    nearest[nearest >= len(table)] = 0
    nearest[cells(exact)[::-1]] = np.arange(len(exact), dtype=np.uint8)[::-1]
    return table.tobytes(), nearest


def exact_colours(sample: np.ndarray) -> np.ndarray:
    """Which colours are taken as they are? Shape (colours, 3); those of the signs first."""
    colours, counts = np.unique(sample @ np.array([65536, 256, 1]), return_counts=True)
    most = colours[np.argsort(-counts, kind="stable")[:EXACT_COLOURS]]
    signs = np.array([int(colour[1:], 16) for colour in style.sign_colours()])
    chosen = np.concatenate([signs, most[~np.isin(most, signs)]])
    return np.stack([chosen >> 16, chosen >> 8 & 255, chosen & 255], axis=1).astype(np.uint8)


def cells(colours: np.ndarray) -> np.ndarray:
    """In which of 64 x 64 x 64 cells does each colour lie?"""
    red, green, blue = (colours[..., k].astype(np.int32) >> 2 for k in range(3))
    return red << 12 | green << 6 | blue


def write_mp4(path: Path, film: Film) -> None:
    """The pictures through ffmpeg, the last one repeated so that it stands."""
    pictures = film.pictures()
    first = next(pictures)
    taken = f"-f rawvideo -pix_fmt rgb24 -s {first.shape[1]}x{first.shape[0]} -r {film.fps} -i -"
    given = "-f mp4 -pix_fmt yuv420p -movflags +faststart"
    command = ["ffmpeg", "-y", "-loglevel", "error", *taken.split(), *given.split(), str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as ffmpeg:
        assert ffmpeg.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # it gave up; its complaint says why
            for picture in itertools.chain([first], pictures):
                ffmpeg.stdin.write(picture.tobytes())
            ffmpeg.stdin.write(picture.tobytes() * int(LAST_SECONDS * film.fps))
        complaint = ffmpeg.communicate()[1].decode(errors="replace").strip()
    if ffmpeg.returncode:
        raise ValueError(f"{path}: ffmpeg could not write it ({complaint})")
