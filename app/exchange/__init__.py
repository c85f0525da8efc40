"""Records in from the systems people already have: one way in for every source.

`port.py` says what a kind of source gives (a reader) and where its records go (a
target); `kinds.py` names the kinds. The pipeline (`service.py`) knows only the port.
"""
