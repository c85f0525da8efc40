"""Files kept sealed for as long as somebody is asked about them, and no longer."""

import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from tempfile import TemporaryFile

from app.exchange.models import Import, ImportPart
from app.exchange.repository import ImportRepository
from app.exchange.tables import File

PART = 1 << 20
"""In bytes, before it is packed."""


def keep(repository: ImportRepository, made: Import, files: Sequence[File]) -> None:
    """Keep the files of an import, in parts that are packed and sealed."""
    for number, file in enumerate(files):
        file.content.seek(0)
        position = 0
        while chunk := file.content.read(PART):
            part = ImportPart(
                import_id=made.id,
                file=number,
                position=position,
                name=file.name,
                content=zlib.compress(chunk, 1),
            )
            repository.add(part)
            repository.let_go(part)
            position += 1


@contextmanager
def opened(repository: ImportRepository, made: Import) -> Iterator[list[File]]:
    """Lend the files of an import, in temporary files nobody else can open."""
    with ExitStack() as stack:
        files: list[File] = []
        for part in repository.parts(made.id):
            if part.file == len(files):
                content = stack.enter_context(TemporaryFile())
                files.append(File(part.name, content, 0))
            file = files[-1]
            written = file.content.write(zlib.decompress(part.content))
            files[-1] = File(file.name, file.content, file.size + written)
            repository.let_go(part)
        yield files
