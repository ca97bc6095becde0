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
    TARGET: Final = "target"


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


class Function:
    """Concepts of the scheme `function`."""

    UNIVERSITY: Final = "university"
    RESEARCH_LABORATORY: Final = "research-laboratory"
    TECHNOLOGY_TRANSFER: Final = "technology-transfer"
    STUDENT_ENTREPRENEURSHIP: Final = "student-entrepreneurship"
    INCUBATOR: Final = "incubator"
    ACCELERATOR: Final = "accelerator"
    SHARED_PLACE: Final = "shared-place"
    BUSINESS_ANGELS: Final = "business-angels"
    SEED_FINANCE: Final = "seed-finance"
    CLUSTER: Final = "cluster"
    COMMUNITY: Final = "community"


class Instrument:
    """Concepts of the scheme `instrument`."""

    GRANT: Final = "grant"
    REPAYABLE_ADVANCE: Final = "repayable-advance"
    SUBSIDISED_LOAN: Final = "subsidised-loan"
    LOAN: Final = "loan"
    PRIZE: Final = "prize"
    GUARANTEE: Final = "guarantee"
    DONATION: Final = "donation"
    SPONSORSHIP: Final = "sponsorship"


class Pathway:
    """Concepts of the scheme `pathway`."""

    CREATED: Final = "created"
    INCUBATED: Final = "incubated"
    FUNDED: Final = "funded"
    SEEDED: Final = "seeded"
    SERIES_A: Final = "series-a"
    SERIES_B: Final = "series-b"
    SERIES_C_PLUS: Final = "series-c-plus"
    EXIT: Final = "exit"


class Programme:
    """Concepts of the scheme `programme`."""

    PLAN: Final = "plan"
    CONTEST: Final = "contest"
    SUPPORT: Final = "support"
    TRAINING: Final = "training"
    GATHERING: Final = "gathering"
    FUND_SCHEME: Final = "fund-scheme"


class Quality:
    """Concepts of the scheme `quality`."""

    REGISTER: Final = "register"
    OFFICIAL: Final = "official"
    PRESS: Final = "press"
    BLOG: Final = "blog"
    MIRROR: Final = "mirror"


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
    SITE: Final = "site"
    BRANCH: Final = "branch"
    FIRST_PLACE: Final = "first-place"
    HEAD: Final = "head"
    VICE_CHAIR: Final = "vice-chair"
    DEPUTY_DIRECTOR: Final = "deputy-director"
    SECRETARY_GENERAL: Final = "secretary-general"
    TREASURER: Final = "treasurer"
    OWNER: Final = "owner"
    DEVELOPER: Final = "developer"
    LEAD_PARTNER: Final = "lead-partner"


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
    AERONAUTICS: Final = "aeronautics"
    DEFENCE: Final = "defence"
    MARITIME: Final = "maritime"
    NAVAL: Final = "naval"
    NUCLEAR: Final = "nuclear"
    HYDROGEN: Final = "hydrogen"
    RENEWABLE_ENERGY: Final = "renewable-energy"
    GRIDS: Final = "grids"
    WATER: Final = "water"
    WASTE_RECYCLING: Final = "waste-recycling"
    SUBSOIL: Final = "subsoil"
    CHEMISTRY: Final = "chemistry"
    PLASTICS: Final = "plastics"
    WOOD: Final = "wood"
    AGRICULTURE: Final = "agriculture"
    ANIMAL_HEALTH: Final = "animal-health"
    PHARMACEUTICALS: Final = "pharmaceuticals"
    DIGITAL_HEALTH: Final = "digital-health"
    MEDICAL_IMAGING: Final = "medical-imaging"
    AGEING_AUTONOMY: Final = "ageing-autonomy"
    COSMETICS: Final = "cosmetics"
    LUXURY: Final = "luxury"
    CONSUMER_GOODS: Final = "consumer-goods"
    AUTOMOTIVE: Final = "automotive"
    RAIL: Final = "rail"
    CYCLING: Final = "cycling"
    SMART_CITY: Final = "smart-city"
    CLOUD: Final = "cloud"
    BLOCKCHAIN: Final = "blockchain"
    VIRTUAL_REALITY: Final = "virtual-reality"
    OPEN_SOURCE: Final = "open-source"
    MICROELECTRONICS: Final = "microelectronics"
    INSTRUMENTATION: Final = "instrumentation"
    ADDITIVE_MANUFACTURING: Final = "additive-manufacturing"
    NANOTECHNOLOGY: Final = "nanotechnology"
    CULTURE_HERITAGE: Final = "culture-heritage"
    AUDIOVISUAL: Final = "audiovisual"
    BUSINESS_SERVICES: Final = "business-services"
    PERSONAL_SERVICES: Final = "personal-services"
    FINANCE: Final = "finance"
    MOUNTAIN: Final = "mountain"


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
    APPLIED: Final = "applied"
    DONE: Final = "done"
    ENDED: Final = "ended"


class Tier:
    """Concepts of the scheme `tier`."""

    METROPOLE: Final = "metropole"
    THEMATIC_NETWORK: Final = "thematic-network"
    CAPITAL: Final = "capital"
    COMMUNITY: Final = "community"
    FRENCH_TECH_120: Final = "french-tech-120"
    NEXT40: Final = "next40"
    FRENCH_TECH_2030: Final = "french-tech-2030"
    WORLD: Final = "world"
    WORLD_VOCATION: Final = "world-vocation"
    NATIONAL: Final = "national"
    EUROPEAN: Final = "european"
    EMERGING: Final = "emerging"
    GRAND_PRIZE: Final = "grand-prize"
    HEALTH_TECH: Final = "health-tech"
    FOOD_TECH: Final = "food-tech"
    CLEAN_TECH: Final = "clean-tech"
    IOT_MANUFACTURING: Final = "iot-manufacturing"
    FIN_TECH: Final = "fin-tech"
    ED_TECH: Final = "ed-tech"
    SECURITY_PRIVACY: Final = "security-privacy"
    RETAIL_THEME: Final = "retail-theme"
    SPORTS_THEME: Final = "sports-theme"
    CULTURE: Final = "culture"
