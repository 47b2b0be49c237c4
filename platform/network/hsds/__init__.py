"""The directory for other software: Open Referral's Human Services Data Specification, version 3.1, read only.

    terms.py       taxonomies, made from the directory's vocabulary
    describing.py  a listing as service, organization, locations and what hangs on them
    asking.py      the parameters that the specification has, checked
    finding.py     from parameters to listings and to their sites
    answering.py   pages of a list, or a line for each
    documents.py   what this API says of itself: its profile and its OpenAPI

One listing is one service of one organization, and both have the listing's id. A site that is not confidential is one
location and the service at it, and all three have the site's id. A confidential site has no location: its telephone
number is the service's. What a program denies is never linked to a term, because who reads terms without
their value would take it for yes; it is said in `eligibility_description`.

The specification is by Open Referral, CC BY-SA 4.0; nothing of its files is here.
"""
