"""The joint plan as a plain integer problem: solved and proved level by level."""

from matching.solver.problem import (
    Columns,
    Level,
    LevelResult,
    Mode,
    Problem,
    Room,
    Solution,
    Unit,
)
from matching.solver.solve import solve

__all__ = [
    "Columns",
    "Level",
    "LevelResult",
    "Mode",
    "Problem",
    "Room",
    "Solution",
    "Unit",
    "solve",
]
