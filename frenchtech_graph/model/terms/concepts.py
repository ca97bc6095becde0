"""Concepts of the ontology, by scheme.

Written from `ontology/` by ``python3 tasks.py regenerate``: do not edit.
"""

from typing import Final


class Amount:
    """Concepts of the scheme `amount`."""

    EXACT: Final = "exact"
    ABOUT: Final = "about"
    AT_LEAST: Final = "at-least"
    AT_MOST: Final = "at-most"
    UNDISCLOSED: Final = "undisclosed"


class Contribution:
    """Concepts of the scheme `contribution`."""

    TALENT: Final = "talent"
    TECHNOLOGY: Final = "technology"
    FINANCE: Final = "finance"
    CONNECTION: Final = "connection"
    VENTURE: Final = "venture"


class Family:
    """Concepts of the scheme `family`."""

    ADMINISTRATION: Final = "administration"
    KNOWLEDGE: Final = "knowledge"
    MONEY: Final = "money"
    SUPPORT: Final = "support"
    PEOPLE: Final = "people"


class Instrument:
    """Concepts of the scheme `instrument`."""

    GRANT: Final = "grant"
    REPAYABLE_ADVANCE: Final = "repayable-advance"
    SUBSIDISED_LOAN: Final = "subsidised-loan"
    LOAN: Final = "loan"
    PRIZE: Final = "prize"
    GUARANTEE: Final = "guarantee"


class Role:
    """Concepts of the scheme `role`."""

    CHIEF_EXECUTIVE: Final = "chief-executive"
    CHAIR: Final = "chair"
    DIRECTOR: Final = "director"
    TECHNICAL_LEAD: Final = "technical-lead"
    SCIENTIFIC_LEAD: Final = "scientific-lead"
    BOARD_MEMBER: Final = "board-member"
    SCIENTIFIC_ADVISER: Final = "scientific-adviser"
    COORDINATOR: Final = "coordinator"
    PARTICIPANT: Final = "participant"
    FOUNDER: Final = "founder"
    INITIATOR: Final = "initiator"
    HEAD_OFFICE: Final = "head-office"
    PLANT: Final = "plant"
    OFFICE: Final = "office"
    INCUBATION: Final = "incubation"
    ACCELERATION: Final = "acceleration"
    SUPPORT: Final = "support"
    HOSTING: Final = "hosting"
    LIMITED_PARTNER: Final = "limited-partner"
    BUSINESS_ANGEL: Final = "business-angel"
    LICENCE: Final = "licence"
    TECHNOLOGY_TRANSFER: Final = "technology-transfer"
    TECHNOLOGY_USE: Final = "technology-use"
    STAFF: Final = "staff"
    RESEARCHER: Final = "researcher"
    LAUREATE: Final = "laureate"
    FINALIST: Final = "finalist"
    APPLICANT: Final = "applicant"


class Round:
    """Concepts of the scheme `round`."""

    PRE_SEED: Final = "pre-seed"
    SEED_ROUND: Final = "seed-round"
    SERIES_A: Final = "series-a"
    SERIES_B: Final = "series-b"
    SERIES_C_PLUS: Final = "series-c-plus"
    GROWTH_ROUND: Final = "growth-round"
    DEBT: Final = "debt"
    IPO: Final = "ipo"
    UNKNOWN_ROUND: Final = "unknown-round"


class Sector:
    """Concepts of the scheme `sector`."""

    DIGITAL: Final = "digital"
    ARTIFICIAL_INTELLIGENCE: Final = "artificial-intelligence"
    SOFTWARE: Final = "software"
    CYBERSECURITY: Final = "cybersecurity"
    DATA: Final = "data"
    INTERNET_OF_THINGS: Final = "internet-of-things"
    HEALTH: Final = "health"
    BIOTECHNOLOGY: Final = "biotechnology"
    MEDICAL_DEVICES: Final = "medical-devices"
    NUTRITION: Final = "nutrition"
    AGRI_FOOD: Final = "agri-food"
    RETAIL: Final = "retail"
    E_COMMERCE: Final = "e-commerce"
    LOGISTICS: Final = "logistics"
    FINTECH: Final = "fintech"
    INSURTECH: Final = "insurtech"
    EDTECH: Final = "edtech"
    HUMAN_RESOURCES: Final = "human-resources"
    MOBILITY: Final = "mobility"
    BATTERY: Final = "battery"
    ENERGY: Final = "energy"
    ENVIRONMENT: Final = "environment"
    CONSTRUCTION: Final = "construction"
    MATERIALS: Final = "materials"
    TEXTILE: Final = "textile"
    ROBOTICS: Final = "robotics"
    INDUSTRY: Final = "industry"
    CREATIVE_INDUSTRIES: Final = "creative-industries"
    GAMES: Final = "games"
    MEDIA: Final = "media"
    TOURISM: Final = "tourism"
    SPORT: Final = "sport"
    PUBLIC_SERVICES: Final = "public-services"
    TELECOMMUNICATIONS: Final = "telecommunications"
    ELECTRONICS: Final = "electronics"
    PHOTONICS: Final = "photonics"
    QUANTUM: Final = "quantum"
    SPACE: Final = "space"
    REAL_ESTATE: Final = "real-estate"
    LEGAL: Final = "legal"
    MARKETING: Final = "marketing"
    DEEP_TECH: Final = "deep-tech"
    SOCIAL_INNOVATION: Final = "social-innovation"


class Stage:
    """Concepts of the scheme `stage`."""

    START: Final = "start"
    IDEA: Final = "idea"
    CREATION: Final = "creation"
    SEED: Final = "seed"
    GROWTH: Final = "growth"
    EARLY_GROWTH: Final = "early-growth"
    SCALE_UP: Final = "scale-up"
    UP: Final = "up"
    THOUSAND: Final = "thousand"
    UNICORN: Final = "unicorn"
    LISTED: Final = "listed"
    ENDED: Final = "ended"
    TAKEN_OVER: Final = "taken-over"
    CEASED: Final = "ceased"


class Status:
    """Concepts of the scheme `status`."""

    ANNOUNCED: Final = "announced"
    CLOSED: Final = "closed"
    CANCELLED: Final = "cancelled"


class Tier:
    """Concepts of the scheme `tier`."""

    METROPOLE: Final = "metropole"
    THEMATIC_NETWORK: Final = "thematic-network"
    CAPITAL: Final = "capital"
    COMMUNITY: Final = "community"
    FRENCH_TECH_120: Final = "french-tech-120"
    NEXT40: Final = "next40"
    FRENCH_TECH_2030: Final = "french-tech-2030"
