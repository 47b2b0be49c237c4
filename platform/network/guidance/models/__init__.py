"""What networks publish for their members, and what each member was sent of it."""

from network.guidance.models.deliveries import Delivery
from network.guidance.models.resources import Kind, Resource, ResourceVersion
from network.guidance.models.templates import Demand, Template, TemplateVersion

__all__ = ["Delivery", "Demand", "Kind", "Resource", "ResourceVersion", "Template", "TemplateVersion"]
