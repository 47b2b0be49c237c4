"""Where things are: from what somebody types to the codes under which a listing says whom it serves.

One read-only file (`places.sqlite3`, made by `infra.geography`) answers everything; no other service is asked, and
what is typed is neither sent anywhere nor written down. A listing serves codes: `us-county:27123` (the number of the
US Census Bureau), `us-state:MN`, `ca-prov:ON`, `ca-fsa:M5V`, `gb-nation:SCT`, `au-state:NSW`, `court:...` (the id of
courts-db), `country:us`, `world`. Towns and ZIP codes are only ways to say where somebody is: `look_up` turns them
into a place, and `Place.served_by` has every code that covers it. "Serves" compares codes, never distances.

The county of a ZIP or a town is that of its one point, which agrees with the post office for 98 of 100; others nearby
are in `or_in`. So always show the county and let the person change it.
"""

from network.places.attributions import Attribution, attributions
from network.places.choosing import counties_of, countries, courts_of, divisions_of, states
from network.places.codes import names_of, place_of, places_of
from network.places.finding import Answer, look_up
from network.places.place import Kind, Named, Place
from network.places.suggesting import suggest

__all__ = [
    "Answer",
    "Attribution",
    "Kind",
    "Named",
    "Place",
    "attributions",
    "counties_of",
    "countries",
    "courts_of",
    "divisions_of",
    "look_up",
    "names_of",
    "place_of",
    "places_of",
    "states",
    "suggest",
]
