"""What can be done with households: what this feature and the others may use."""

from app.households.checking import errors_in as errors_in
from app.households.checking import is_same as is_same
from app.households.keeping import create as create
from app.households.keeping import create_all as create_all
from app.households.keeping import keep_facts as keep_facts
from app.households.keeping import update as update
from app.households.looking import Candidate as Candidate
from app.households.looking import authorities as authorities
from app.households.looking import candidates as candidates
from app.households.looking import get as get
from app.households.looking import hold as hold
from app.households.looking import names as names
from app.households.looking import offerable as offerable
from app.households.looking import outlines as outlines
from app.households.looking import own as own
from app.households.looking import own_homes as own_homes
from app.households.looking import own_states as own_states
from app.households.looking import page as page
from app.households.looking import states as states
from app.households.looking import still_seen as still_seen
from app.households.outline import OUTLINE as OUTLINE
from app.households.outline import is_own as is_own
from app.households.outline import name_for as name_for
from app.households.outline import shown as shown
from app.households.undoing import remove as remove
from app.households.undoing import restore as restore
