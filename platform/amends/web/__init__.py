"""What every page is made of: look, base templates, components, form rendering, headers, error pages.

The design system (static/vendor/) is the upstream files cut to what we use, by
infra/vendoring/vendor_frontend.py; our brand is static/web/amends.css on top, through the
design system's own custom properties. A component is a template in templates/web/components/ plus
a function in `components/` that fills what a template cannot work out; its markup is compared with
upstream's rendered examples. `forms.Renderer` draws every Django form with the same components.
Nothing here knows mediation, and no page needs JavaScript or a third party.
"""
