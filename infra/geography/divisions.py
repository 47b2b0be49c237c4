"""States, provinces and nations that no source names in full: codes, names, and GeoNames' numbers for them."""

COUNTRIES = {
    "US": "United States",
    "CA": "Canada",
    "GB": "United Kingdom",
    "AU": "Australia",
    "NZ": "New Zealand",
}

# The codes of the US Census Bureau; the last five are territories.
STATES = {
    "AL": (1, "Alabama"), "AK": (2, "Alaska"), "AZ": (4, "Arizona"), "AR": (5, "Arkansas"),
    "CA": (6, "California"), "CO": (8, "Colorado"), "CT": (9, "Connecticut"), "DE": (10, "Delaware"),
    "DC": (11, "District of Columbia"), "FL": (12, "Florida"), "GA": (13, "Georgia"), "HI": (15, "Hawaii"),
    "ID": (16, "Idaho"), "IL": (17, "Illinois"), "IN": (18, "Indiana"), "IA": (19, "Iowa"),
    "KS": (20, "Kansas"), "KY": (21, "Kentucky"), "LA": (22, "Louisiana"), "ME": (23, "Maine"),
    "MD": (24, "Maryland"), "MA": (25, "Massachusetts"), "MI": (26, "Michigan"), "MN": (27, "Minnesota"),
    "MS": (28, "Mississippi"), "MO": (29, "Missouri"), "MT": (30, "Montana"), "NE": (31, "Nebraska"),
    "NV": (32, "Nevada"), "NH": (33, "New Hampshire"), "NJ": (34, "New Jersey"), "NM": (35, "New Mexico"),
    "NY": (36, "New York"), "NC": (37, "North Carolina"), "ND": (38, "North Dakota"), "OH": (39, "Ohio"),
    "OK": (40, "Oklahoma"), "OR": (41, "Oregon"), "PA": (42, "Pennsylvania"), "RI": (44, "Rhode Island"),
    "SC": (45, "South Carolina"), "SD": (46, "South Dakota"), "TN": (47, "Tennessee"), "TX": (48, "Texas"),
    "UT": (49, "Utah"), "VT": (50, "Vermont"), "VA": (51, "Virginia"), "WA": (53, "Washington"),
    "WV": (54, "West Virginia"), "WI": (55, "Wisconsin"), "WY": (56, "Wyoming"),
    "AS": (60, "American Samoa"), "GU": (66, "Guam"), "MP": (69, "Northern Mariana Islands"),
    "PR": (72, "Puerto Rico"), "VI": (78, "US Virgin Islands"),
}  # fmt: skip
TERRITORIES = frozenset({"AS", "GU", "MP", "PR", "VI"})
STATE_OF_FIPS = {number: code for code, (number, _) in STATES.items()}

PROVINCES = {
    "AB": ("01", "Alberta"),
    "BC": ("02", "British Columbia"),
    "MB": ("03", "Manitoba"),
    "NB": ("04", "New Brunswick"),
    "NL": ("05", "Newfoundland and Labrador"),
    "NS": ("07", "Nova Scotia"),
    "NT": ("13", "Northwest Territories"),
    "NU": ("14", "Nunavut"),
    "ON": ("08", "Ontario"),
    "PE": ("09", "Prince Edward Island"),
    "QC": ("10", "Quebec"),
    "SK": ("11", "Saskatchewan"),
    "YT": ("12", "Yukon"),
}
NATIONS = {
    "ENG": ("ENG", "England"),
    "NIR": ("NIR", "Northern Ireland"),
    "SCT": ("SCT", "Scotland"),
    "WLS": ("WLS", "Wales"),
}
AUSTRALIA = {
    "ACT": ("01", "Australian Capital Territory"),
    "NSW": ("02", "New South Wales"),
    "NT": ("03", "Northern Territory"),
    "QLD": ("04", "Queensland"),
    "SA": ("05", "South Australia"),
    "TAS": ("06", "Tasmania"),
    "VIC": ("07", "Victoria"),
    "WA": ("08", "Western Australia"),
}

# Divisions below a country, by the prefix of their codes.
PREFIXES = {"US": "us-state", "CA": "ca-prov", "GB": "gb-nation", "AU": "au-state"}
DIVISIONS = {"CA": PROVINCES, "GB": NATIONS, "AU": AUSTRALIA}

# Other names under which people look for them.
ALSO_CALLED = {
    "country:us": (
        "us",
        "usa",
        "united states of america",
        "america",
        "États-Unis",
        "Estados Unidos",
        "EE. UU.",
    ),
    "country:gb": ("uk", "great britain", "britain", "Royaume-Uni", "Reino Unido"),
    "country:ca": ("Canadá",),
    "country:nz": ("Nouvelle-Zélande", "Nueva Zelanda"),
    "country:au": ("Australie",),
    "us-state:CA": ("Californie",),
    "us-state:FL": ("Floride",),
    "us-state:GA": ("Géorgie",),
    "us-state:HI": ("Hawái", "Hawaï"),
    "us-state:LA": ("Louisiane", "Luisiana"),
    "us-state:MI": ("Míchigan",),
    "us-state:MO": ("Misuri",),
    "us-state:MS": ("Misisipi",),
    "us-state:MP": ("commonwealth of the northern mariana islands", "cnmi"),
    "us-state:NC": ("Caroline du Nord", "Carolina del Norte"),
    "us-state:ND": ("Dakota du Nord", "Dakota del Norte"),
    "us-state:NJ": ("Nueva Jersey",),
    "us-state:NH": ("Nuevo Hampshire",),
    "us-state:NM": ("Nouveau-Mexique", "Nuevo México"),
    "us-state:NY": ("Nueva York", "new york state"),
    "us-state:OR": ("Oregón",),
    "us-state:PA": ("Pennsylvanie", "Pensilvania"),
    "us-state:PR": ("Porto Rico",),
    "us-state:SC": ("Caroline du Sud", "Carolina del Sur"),
    "us-state:SD": ("Dakota du Sud", "Dakota del Sur"),
    "us-state:TX": ("Tejas",),
    "us-state:VA": ("Virginie",),
    "us-state:VI": ("virgin islands", "united states virgin islands", "usvi"),
    "us-state:WA": ("washington state",),
    "us-state:WV": ("Virginie-Occidentale", "Virginia Occidental"),
    "ca-prov:BC": ("Colombie-Britannique", "Columbia Británica"),
    "ca-prov:NB": ("Nouveau-Brunswick", "Nuevo Brunswick"),
    "ca-prov:NL": ("Terre-Neuve-et-Labrador", "newfoundland", "labrador", "Terranova y Labrador"),
    "ca-prov:NS": ("Nouvelle-Écosse", "Nueva Escocia"),
    "ca-prov:NT": ("Territoires du Nord-Ouest", "Territorios del Noroeste"),
    "ca-prov:PE": ("Île-du-Prince-Édouard", "pei", "Isla del Príncipe Eduardo"),
    "ca-prov:QC": ("Québec", "pq"),
    "gb-nation:ENG": ("Angleterre", "Inglaterra"),
    "gb-nation:NIR": ("Irlande du Nord", "Irlanda del Norte", "ni"),
    "gb-nation:SCT": ("Écosse", "Escocia"),
    "gb-nation:WLS": ("Pays de Galles", "cymru", "Gales"),
}
# Towns of which people write another name than GeoNames gives; by its number.
TOWNS_ALSO_CALLED = {
    2643743: ("Londres",),
    2650225: ("Édimbourg", "Edimburgo"),
    4140963: ("washington dc",),
    4335045: ("La Nouvelle-Orléans", "Nueva Orleans", "nola"),
    4560349: ("Philadelphie", "Filadelfia", "philly"),
    5128581: ("nyc", "Nueva York", "new york"),
    5368361: ("la",),
}
