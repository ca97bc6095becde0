"""The methods of the door that return findings. Generated from the registry: do not edit.

`python3 tasks.py regenerate` rewrites it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from frenchtech_graph.findings.door_base import Asking

if TYPE_CHECKING:
    from frenchtech_graph.findings.finding_table import FindingTable

HubsMeasure = Literal[
    "events",
    "degree",
    "strength",
    "betweenness",
    "harmonic",
    "pagerank",
    "money_joined",
    "money_led",
    "k_core",
    "eigenvector",
    "effective_size",
]
BrokersMeasure = Literal[
    "bridge_betweenness", "betweenness", "brokerage", "liaison", "effective_size", "constraint"
]
BrokersBy = Literal["pillar", "sector", "region", "department", "place", "kind"]
LacksInstrument = Literal["chain", "flows", "functions", "bridges", "change"]
GapTablesRows = Literal["pillar", "kind", "sector", "stage", "city", "department", "region"]
GapTablesColumns = Literal["pillar", "kind", "sector", "stage", "city", "department", "region"]
DistanceGapsPlace = Literal["city", "department", "region"]
TradeGapsPlace = Literal["city", "department", "region"]
TradeGapsBy = Literal["sector", "stage", "kind"]
PeerGapsPlace = Literal["city", "department", "region"]
PeerGapsBy = Literal["sector", "stage", "kind"]
MissingFunctionsPlace = Literal["city", "department", "region"]
MissingBridgesBetween = Literal[
    "pillar", "kind", "sector", "stage", "city", "department", "region", "community"
]
PathwaysBy = Literal["region", "department", "city", "sector"]
FlowsLevel = Literal["ecosystem", "region"]
CoverageBy = Literal["pillar", "kind", "sector", "stage", "city", "department", "region"]
CompareEqual = Literal["events", "coverage"]


class FindingMethods(Asking):
    """The findings of a network, one method each."""

    def hubs(
        self,
        *,
        measure: HubsMeasure = "events",
        top: int = 20,
        pillar: str | None = None,
        persons: bool = False,
        everybody: bool = False,
        administration: bool = False,
        resamples: int = 200,
        seed: int = 1,
        force: bool = False,
        where: str | None = None,
        since: int | None = None,
        until: int | None = None,
        kind: str | None = None,
        family: str | None = None,
        sector: str | None = None,
    ) -> FindingTable:
        """Rank the hubs, with the uncertainty of each rank.

        A hub stays among the first in 80 % of the trials, each without a random fifth of the
        events. The order of actors in one tier is not significant. One row per actor, the first
        `top` with a value of the measure.

        Args:
            measure: Measure of the ranking.
            top: Rows, and the k of P [rows].
            pillar: Rank only actors of this pillar, by their ties to all pillars.
            persons: Rank natural persons too.
            everybody: Include bodies that are elsewhere, dissolved, or frames of other bodies.
            administration: Count supervision, subunits, successions and ties of unknown nature too.
            resamples: Subsamples behind the intervals, or 0 for no intervals [subsamples].
            seed: Seed of the resamples.
            force: Allow measures that a clique projection inflates.
            where: Ties of the actors of an ecosystem or a place: name or INSEE code.
            since: Events from this year on.
            until: Events up to this year.
            kind: Ties of this kind, such as FundingRound.
            family: Ties of this family: money, support, knowledge, people or administration.
            sector: Ties of the actors of this sector.

        Columns:
            iri: address of the actor
            label: its name
            kind: its class, as a term of the ontology
            pillars: its pillars
            events: events it takes part in [events]
            degree: distinct partners [actors]
            strength: events shared with anyone [events]
            betweenness: share of the pairs of nodes whose shortest paths it carries [0–1]
            harmonic: mean of 1/distance to every other node [0–1]
            pagerank: share of a random walk's time [0–1]
            money_joined: money of the rounds it joined, if an amount is known [euros]
            money_led: money of the rounds it led, if an amount is known [euros]
            rank: 1 is first, and equal values share the mean of their places [rank]
            rank_median: median of the ranks over the subsamples [rank]
            rank_low: 5 % of the ranks are below [rank]
            rank_high: 5 % of the ranks are above [rank]
            p_top: share of the subsamples that rank it among the first k [0–1]
            k: number of actors that count as the first [actors]
            tier: the order of rows in one tier is not significant [tier]
            hub: `p_top` is at least 0.8, on two events or more
            rank_without_source: worst rank when one source is left out [rank]
            source_at_stake: the source whose absence gives that rank
            measure: measure of the ranking
            method: exact or estimated, and with how many subsamples

        Raises:
            BilingualError: an invalid value of a parameter, or an unknown place.

        Source: Freeman 1977 (betweenness), Marchiori & Latora 2000 (harmonic closeness).

        >>> graph.hubs(top=2, resamples=20)['rank'].tolist()
        [1.0, 2.0]
        """
        return self._table(
            "hubs",
            measure=measure,
            top=top,
            pillar=pillar,
            persons=persons,
            everybody=everybody,
            administration=administration,
            resamples=resamples,
            seed=seed,
            force=force,
            where=where,
            since=since,
            until=until,
            kind=kind,
            family=family,
            sector=sector,
        )

    def reach(
        self,
        *,
        where: str | None = None,
    ) -> FindingTable:
        """List who works for a place without a seat or a site there.

        Funds and other bodies whose area of action contains the place, or part of it. A body that
        works for all of France is left out, because it does not distinguish places.

        Args:
            where: An ecosystem, a town, a region. Default: all ecosystems.

        Columns:
            iri: address of the actor
            label: its name
            kind: its class, as a term of the ontology
            pillars: its pillars
            stands_in: place of its seat, if known
            area: the places it works for
            extent: whole or part of the place
            events: events shared with actors of the place [events]

        Raises:
            BilingualError: an invalid value of a parameter, or an unknown place.

        >>> 'area' in graph.reach(where='Lille')
        True
        """
        return self._table(
            "reach",
            where=where,
        )

    def brokers(
        self,
        *,
        measure: BrokersMeasure = "bridge_betweenness",
        null_draws: int | None = None,
        by: BrokersBy = "pillar",
        top: int = 20,
        pillar: str | None = None,
        persons: bool = False,
        everybody: bool = False,
        administration: bool = False,
        resamples: int = 200,
        seed: int = 1,
        force: bool = False,
        where: str | None = None,
        since: int | None = None,
        until: int | None = None,
        kind: str | None = None,
        family: str | None = None,
        sector: str | None = None,
    ) -> FindingTable:
        """Rank the brokers, with the uncertainty of each rank.

        A broker connects partners that have no recorded tie with each other. Counts are compared
        with networks in which every actor has as many ties, because counts alone mostly repeat the
        number of partners.

        Args:
            measure: Measure of the ranking.
            null_draws: Rewired networks for the comparison. Default: 1,000 below 20,000 ties,
                otherwise 0 [draws].
            by: The groups to pass between.
            top: Rows, and the k of P [rows].
            pillar: Rank only actors of this pillar, by their ties to all pillars.
            persons: Rank natural persons too.
            everybody: Include bodies that are elsewhere, dissolved, or frames of other bodies.
            administration: Count supervision, subunits, successions and ties of unknown nature too.
            resamples: Subsamples behind the intervals, or 0 for no intervals [subsamples].
            seed: Seed of the resamples.
            force: Allow measures that a clique projection inflates.
            where: Ties of the actors of an ecosystem or a place: name or INSEE code.
            since: Events from this year on.
            until: Events up to this year.
            kind: Ties of this kind, such as FundingRound.
            family: Ties of this family: money, support, knowledge, people or administration.
            sector: Ties of the actors of this sector.

        Columns:
            iri: address of the actor
            label: its name
            kind: its class, as a term of the ontology
            pillars: its pillars
            group: its group
            bridge_betweenness: share of the pairs of actors of different groups whose shortest
                paths it carries [0–1]
            coordinator: pairs of partners without a tie: all three of one group [pairs]
            itinerant: … both partners of one group, the broker of another [pairs]
            representative: … the broker in the group of the source [pairs]
            gatekeeper: … the broker in the group of the target [pairs]
            liaison: … all three of different groups [pairs]
            brokerage: sum of the five roles [pairs]
            brokerage_null: the same in rewired networks, mean [pairs]
            brokerage_p: chance of as many in rewired networks [0–1]
            brokerage_q: the same, allowing for the number of tests [0–1]
            liaison_null: liaison in rewired networks, mean [pairs]
            liaison_p: chance of as many in rewired networks [0–1]
            liaison_q: the same, allowing for the number of tests [0–1]
            effective_size: partners minus the ties among them [actors]
            efficiency: effective size for each partner [0–1]
            constraint: how closely its partners are tied among themselves [index]
            hierarchy: how far one partner makes up the constraint [0–1]
            participation: how evenly its ties spread over the groups [0–1]
            participation_ratio: participation relative to ties with random ends [0–1]
            within_module_z: ties in its own group, relative to the other members [z]
            role: role in the cartography of groups
            bridges: the two groups among whose members it has most untied partners
            rank: 1 is first, and equal values share the mean of their places [rank]
            rank_median: median of the ranks over the subsamples [rank]
            rank_low: 5 % of the ranks are below [rank]
            rank_high: 5 % of the ranks are above [rank]
            p_top: share of the subsamples that rank it among the first k [0–1]
            k: number of actors that count as the first [actors]
            tier: the order of rows in one tier is not significant [tier]
            broker: `p_top` is at least 0.8, on two events or more
            rank_without_source: worst rank when one source is left out [rank]
            source_at_stake: the source whose absence gives that rank
            measure: measure of the ranking
            method: exact or estimated, and with how many subsamples

        Raises:
            BilingualError: an invalid value of a parameter, or an unknown place.

        Source: Gould & Fernandez 1989 (roles), Burt 1992 (structural holes), Guimerà & Amaral 2005
        (cartography).

        >>> graph.brokers(top=2, resamples=20)['label'][0]
        'Nordlys'
        """
        return self._table(
            "brokers",
            measure=measure,
            null_draws=null_draws,
            by=by,
            top=top,
            pillar=pillar,
            persons=persons,
            everybody=everybody,
            administration=administration,
            resamples=resamples,
            seed=seed,
            force=force,
            where=where,
            since=since,
            until=until,
            kind=kind,
            family=family,
            sector=sector,
        )

    def lacks(
        self,
        *,
        where: str | None = None,
        instrument: LacksInstrument | None = None,
        most: int = 10,
    ) -> FindingTable:
        """Show the lacks of an ecosystem, their certainty, and the bodies that could act.

        One row per possible lack, the surest first. An ecosystem is shown with its region. Only
        sources that cover all places equally are compared. `standing` states which rows are worth
        showing.

        Args:
            where: An ecosystem, a town, a region. Default: all ecosystems.
            instrument: One instrument only.
            most: Lacks shown, at most.

        Columns:
            place: the ecosystem or region
            instrument: chain, flows, functions, bridges or change
            step: measured step
            subject: field, or all
            lacks: missing part
            observed: observed count
            expected: expected count, or for a function the share of peers that have it
            low: lower 90 % limit of observed/expected [ratio]
            high: upper 90 % limit [ratio]
            chance: chance that an ordinary place has so few [0–1]
            peers: places it was compared with
            grade: `solid`, `probable`, `cannot tell`, `recording problem`, …
            reason: reason for the grade
            settle: data that would settle it
            near: addresses of bodies that could act
            evidence: addresses of the counted bodies
            nearness: how close the nearest remedy is [0–1]
            readings: expectation of each mass
            ratio: observed/expected [ratio]
            missing: expected - observed
            weight: rank value: size × certainty × nearness
            standing: best, hint or other
            near_labels: names of bodies that could act
            reading_fr: text for a statistician, in French
            reading_en: the same in English

        Raises:
            BilingualError: an invalid value of a parameter, or an unknown place.

        Source: Breslow & Day 1987 (standardisation), Clayton & Kaldor 1987 (shrinkage), Benjamini &
        Hochberg 1995 (false discoveries).

        >>> set(graph.lacks(where='Lille')['standing']) <= {'best', 'hint', 'other'}
        True
        """
        return self._table(
            "lacks",
            where=where,
            instrument=instrument,
            most=most,
        )

    def gap_tables(
        self,
        *,
        rows: GapTablesRows | None = None,
        columns: GapTablesColumns | None = None,
        administration: bool = False,
        seed: int = 1,
        draws: int = 200,
        min_expected: float = 5.0,
        largest_event: int = 60,
        where: str | None = None,
        since: int | None = None,
        until: int | None = None,
    ) -> dict[tuple[str, ...], FindingTable]:
        """Show which groups are tied less than expected.

        Return tables by the two attributes that they cross: one row per pair of groups, with ties
        recorded, ties expected, and the certainty of a gap. An actor of k groups counts 1/k in
        each. Between places, ties inside a place have no row. Between pillars, only kinds of tie
        made for the two count. Sector × stage counts firms, not ties.

        Args:
            rows: Groups of one end (groups). Default: four tables.
            columns: Groups of the other end (groups).
            administration: Count supervision, subunits, successions and ties of unknown nature too.
            seed: Seed of the random draws.
            draws: Networks drawn with the same degrees [draws].
            min_expected: Fewest expected ties of a tested pair [ties].
            largest_event: Events of more actors are left out [actors].
            where: Ties of the actors of an ecosystem or a place: name or INSEE code.
            since: Events from this year on.
            until: Events up to this year.

        Columns:
            row_attribute: attribute of the rows
            column_attribute: attribute of the columns
            row_group: group of the sources of directed ties
            column_group: group of their targets
            observed: ties recorded [ties]
            expected: ties expected [ties]
            ratio: observed/expected [ratio]
            ratio_low: lower 95 % limit [ratio]
            ratio_high: upper 95 % limit [ratio]
            ratio_max: upper limit that allows for the scatter of this table [ratio]
            missing_ties: expected - observed [ties]
            expected_degree: mean over networks with the same degrees [ties]
            z_degree: deviation from it [z]
            p_degree: chance of so few [0–1]
            q_degree: the same, allowing for the number of tests [0–1]
            expected_label: mean when labels are exchanged [ties]
            z_label: deviation from it [z]
            p_label: chance of so few [0–1]
            q_label: the same, allowing for the number of tests [0–1]
            q_both: q of cells that both null models find too empty [0–1]
            tipping: share recorded, relative to the average, below which the gap would vanish [0–1]
            coverage: share of the cell recorded, relative to the table [ratio]
            grade: `solid`, `probable`, `cannot tell`, `recording problem`, `no gap`
            reason: reason for the grade

        Raises:
            BilingualError: an invalid value of a parameter, or an unknown place.

        Source: Strona et al. 2014 (curveball), Benjamini & Hochberg 1995 (q), Garwood 1936
        (limits).

        >>> sorted(graph.gap_tables(rows='pillar', columns='pillar'))
        [('pillar', 'pillar')]
        """
        return self._tables(
            "gaps",
            rows=rows,
            columns=columns,
            administration=administration,
            seed=seed,
            draws=draws,
            min_expected=min_expected,
            largest_event=largest_event,
            where=where,
            since=since,
            until=until,
        )

    def distance_gaps(
        self,
        *,
        place: DistanceGapsPlace = "region",
        where: str | None = None,
        since: int | None = None,
        until: int | None = None,
    ) -> FindingTable:
        """Compare the ties between places with the ties expected at their distance.

        One row per pair of places, with and without the distance between them. Ties inside a place
        are left out.

        Args:
            place: Places to compare.
            where: Ties of the actors of an ecosystem or a place: name or INSEE code.
            since: Events from this year on.
            until: Events up to this year.

        Columns:
            row_group: group of the sources of directed ties
            column_group: group of their targets
            observed: ties recorded [ties]
            km: distance between the mean positions of their actors [km]
            same_region: both are in one region
            expected: ties expected with distance [ties]
            q: chance of a deviation as large, allowing for the number of tests [0–1]
            expected_without_distance: ties expected without distance [ties]
            q_without_distance: the same without distance [0–1]
            ratio: observed/expected [ratio]
            missing_ties: expected - observed [ties]
            finding: `gap`, `explained by distance`, `gap for its distance`, `read unevenly`, `none`
                or `cannot tell`

        Raises:
            BilingualError: an invalid value of a parameter, or an unknown place.

        Source: Santos Silva & Tenreyro 2006 (fit), Cameron & Trivedi 1990 (overdispersion).

        >>> graph.distance_gaps(place='city').columns[:3].tolist()
        ['row_group', 'column_group', 'observed']
        """
        return self._table(
            "distance",
            place=place,
            where=where,
            since=since,
            until=until,
        )

    def trade_gaps(
        self,
        *,
        place: TradeGapsPlace = "region",
        by: TradeGapsBy = "sector",
        where: str | None = None,
        since: int | None = None,
        until: int | None = None,
    ) -> FindingTable:
        """Show sectors that are rare in a place, although it has related ones.

        One row per place and group: its young firms, the number expected from the national mix, and
        the interpretation.

        Args:
            place: Places to compare.
            by: Attribute that places are compared by (trades, peers).
            where: Ties of the actors of an ecosystem or a place: name or INSEE code.
            since: Events from this year on.
            until: Events up to this year.

        Columns:
            place: the place, by its code
            group: the group of firms
            observed: firms there [firms]
            expected: firms expected from the national mix [firms]
            lq: location quotient [ratio]
            lq_shrunk: (observed + 1)/(expected + 1) [ratio]
            missing: expected - observed [firms]
            p: chance of so few [0–1]
            q: the same, allowing for the number of tests [0–1]
            density: share of the related groups the place is specialised in [%]
            density_expected: the same if relatedness did not matter [%]
            finding: `unexpected absence`, `not the place's trade`, `read unevenly`, `none` or
                `cannot tell`

        Raises:
            BilingualError: an invalid value of a parameter, or an unknown place.

        Source: Florence 1939 (location quotient).

        >>> 'lq' in graph.trade_gaps()
        True
        """
        return self._table(
            "trades",
            place=place,
            by=by,
            where=where,
            since=since,
            until=until,
        )

    def peer_gaps(
        self,
        *,
        place: PeerGapsPlace = "region",
        by: PeerGapsBy = "sector",
        seed: int = 1,
        where: str | None = None,
        since: int | None = None,
        until: int | None = None,
    ) -> FindingTable:
        """Compare places with those most like them in size and mix.

        One row per place and group: its share of firms and the median of its peers. Places of few
        firms are left out. A difference whose limits include 0 is not a finding.

        Args:
            place: Places to compare.
            by: Attribute that places are compared by (trades, peers).
            seed: Seed of the random draws.
            where: Ties of the actors of an ecosystem or a place: name or INSEE code.
            since: Events from this year on.
            until: Events up to this year.

        Columns:
            place: the place, by its code
            group: the group of firms
            share: share of its firms [0–1]
            peer_median: median share of its peers [0–1]
            difference: share - peer_median [0–1]
            low: lower 95 % limit [0–1]
            high: upper 95 % limit [0–1]
            peers: the places it is compared with
            firms: firms of the place [firms]

        Raises:
            BilingualError: an invalid value of a parameter, or an unknown place.

        >>> 'peer_median' in graph.peer_gaps()
        True
        """
        return self._table(
            "peers",
            place=place,
            by=by,
            seed=seed,
            where=where,
            since=since,
            until=until,
        )

    def missing_functions(
        self,
        *,
        place: MissingFunctionsPlace = "region",
        radius: float = 50.0,
        where: str | None = None,
        since: int | None = None,
        until: int | None = None,
    ) -> FindingTable:
        """Show places without an incubator, a seed fund … within reach.

        One row per place and function: present, within reach, or no data. `absent` means that no
        actor is recorded within the radius.

        Args:
            place: Places to compare.
            radius: Radius in km (functions) [km].
            where: Ties of the actors of an ecosystem or a place: name or INSEE code.
            since: Events from this year on.
            until: Events up to this year.

        Columns:
            place: the place, by its code
            function: the function
            status: present, absent or no data
            within: actors in reach [actors]
            nearest: address of the closest
            nearest_label: its name
            km: its distance [km]
            unplaced: actors of the function whose place is not known [actors]
            firms: young firms of the place [firms]

        Raises:
            BilingualError: an invalid value of a parameter, or an unknown place.

        >>> 'status' in graph.missing_functions()
        True
        """
        return self._table(
            "functions",
            place=place,
            radius=radius,
            where=where,
            since=since,
            until=until,
        )

    def missing_bridges(
        self,
        *,
        between: MissingBridgesBetween = "pillar",
        seed: int = 1,
        where: str | None = None,
        since: int | None = None,
        until: int | None = None,
    ) -> FindingTable:
        """Show well-connected actors of two groups with no tie and no partner in common.

        One row per such pair, with the best pairs of every two groups. `fit` is the cosine of
        profiles (sectors, region, stage), or NaN without data.

        Args:
            between: Groups to bridge (bridges).
            seed: Seed of the random draws.
            where: Ties of the actors of an ecosystem or a place: name or INSEE code.
            since: Events from this year on.
            until: Events up to this year.

        Columns:
            first_group: a group
            second_group: another
            first: address of an actor of the first
            second: address of an actor of the second
            first_label: its name
            second_label: its name
            first_strength: events with others [events]
            second_strength: events with others [events]
            fit: likeness of their profiles [0–1]
            score: rank value: √(strength × strength) × fit
            shared: tags of both: sectors, region, stage
            same_place: both in one place, or None if unknown
            ties_between_groups: ties recorded between the groups [ties]
            open_pairs: pairs of top actors without a tie or a common partner [pairs]

        Raises:
            BilingualError: an invalid value of a parameter, or an unknown place.

        >>> 'fit' in graph.missing_bridges()
        True
        """
        return self._table(
            "bridges",
            between=between,
            seed=seed,
            where=where,
            since=since,
            until=until,
        )

    def pathways(
        self,
        *,
        by: PathwaysBy = "region",
        as_of: str | None = None,
        where: str | None = None,
        since: int | None = None,
        until: int | None = None,
    ) -> FindingTable:
        """Show where firms stop on the way from start to up.

        One row per transition and group of firms (`all` first). A firm that has not arrived yet is
        still on the way, not lost. An acquisition or a listing is a different exit. Firms that
        stopped before they were recorded are not in the data.

        Args:
            by: Groups of firms to compare.
            as_of: Date up to which the data is complete. Default: its latest.
            where: Ties of the actors of an ecosystem or a place: name or INSEE code.
            since: Events from this year on.
            until: Events up to this year.

        Columns:
            from_state: state entered
            to_state: next state
            group: group of firms
            firms: firms that entered [firms]
            reached: of them, arrived there or further [firms]
            left: left by exit or closure [firms]
            waiting: still on the way [firms]
            share_24: share through within 24 months [0–1]
            se_24: its standard error [0–1]
            at_risk_24: firms still followed then [firms]
            share_36: share through within 36 months [0–1]
            se_36: its standard error [0–1]
            at_risk_36: firms still followed then [firms]
            expected: arrivals if the group moved like all firms [firms]
            missing_firms: expected - reached [firms]
            lost: not through by the second horizon [firms]
            p: two-sided log-rank against all other firms [0–1]
            q: the same, allowing for the number of tests [0–1]
            vague: share of firms with a date that gives only the year [0–1]
            finding: `fewer`, `more`, `none` or `cannot tell`

        Raises:
            BilingualError: an invalid value of a parameter, or an unknown place.

        Source: Aalen & Johansen 1978 (shares with competing exits), Peto & Peto 1972 (log-rank).

        >>> 'share_36' in graph.pathways()
        True
        """
        return self._table(
            "pathways",
            by=by,
            as_of=as_of,
            where=where,
            since=since,
            until=until,
        )

    def introductions(
        self,
        *,
        actor: str | None = None,
        per_actor: int = 3,
        persons: bool = False,
        seed: int = 1,
        where: str | None = None,
        since: int | None = None,
        until: int | None = None,
    ) -> FindingTable:
        """Propose introductions, with their reasons.

        A forecast is a tie that will probably form anyway. An introduction fits, apart from how
        well known both are. Probabilities are learned from past rounds. Contacts have no
        probability.

        Args:
            actor: For one actor: name or address. Default: for all.
            per_actor: Proposals of each kind [rows].
            persons: Propose natural persons too.
            seed: Seed of the random draws.
            where: Ties of the actors of an ecosystem or a place: name or INSEE code.
            since: Events from this year on.
            until: Events up to this year.

        Columns:
            actor: address of an actor
            actor_label: its name
            other: address of the actor it should meet
            other_label: its name
            product: forecast or introduction
            kind: investor, co-investor or contact
            rank: 1 is first [rank]
            p: probability within the horizon, NaN if unknown [0–1]
            p_fame: probability from fame only, NaN if unknown [0–1]
            band: probability in words, 1 in 4 … long shot
            score: log p - log p_fame for introductions
            already: they have a tie
            shared_partners: partners of both
            shared_tags: tags of both: sectors, places, stages
            same_region: both in one region, or None if unknown
            reasons: terms in its favour, strongest first

        Raises:
            BilingualError: an invalid value of a parameter, or an unknown place.

        >>> set(graph.introductions()['product']) <= {'forecast', 'introduction'}
        True
        """
        return self._table(
            "introductions",
            actor=actor,
            per_actor=per_actor,
            persons=persons,
            seed=seed,
            where=where,
            since=since,
            until=until,
        )

    def funders_for(
        self,
        *,
        sector: str | None = None,
        stage: str | None = None,
        where: str | None = None,
        ticket: float | None = None,
        most: int = 10,
    ) -> FindingTable:
        """List the funders of firms like the one described.

        Investors ranked by how often they joined rounds recently, multiplied by how much more often
        than others they join rounds like the one described. Tested in time: docs/who-could.md.

        Args:
            sector: Sector: notation of the ontology, such as health.
            stage: Type of round, such as seed-round.
            where: An ecosystem, a town, a region.
            ticket: Euros of the round.
            most: Rows at most.

        Columns:
            iri: its address
            label: its name
            rank: 1 is first [rank]
            score: log of how likely it is
            rounds: rounds it joined [rounds]
            like: of them, of the sector, or of the type [rounds]
            last: year of its last round [year]
            reasons: reasons in its favour, strongest first
            examples: similar firms that it funded
            same_region: it is of the place's region, or None if unknown

        Raises:
            BilingualError: an invalid value of a parameter, or an unknown place.

        >>> graph.funders_for(most=3)['label'].tolist()
        ['Beffroi Gestion']
        """
        return self._table(
            "funders_for",
            sector=sector,
            stage=stage,
            where=where,
            ticket=ticket,
            most=most,
        )

    def labs_for(
        self,
        *,
        sector: str | None = None,
        where: str | None = None,
        most: int = 10,
    ) -> FindingTable:
        """List the laboratories that worked with firms of a sector.

        Laboratories by the firms of the sector they share an event with, and by distance.

        Args:
            sector: Sector: notation of the ontology, such as health.
            where: An ecosystem, a town, a region.
            most: Rows at most.

        Columns:
            iri: its address
            label: its name
            rank: 1 is first [rank]
            score: log of similar firms, minus the log of the distance
            firms: firms it shares an event with [firms]
            like: of them, of the sector [firms]
            km: distance from the place, 0 inside, NaN if unknown [km]
            own_sector: the sector is its own
            functions: functions it fills
            examples: similar firms

        Raises:
            BilingualError: an invalid value of a parameter, or an unknown place.

        >>> bool((graph.labs_for(where='Lille')['rank'] >= 1).all())
        True
        """
        return self._table(
            "labs_for",
            sector=sector,
            where=where,
            most=most,
        )

    def support_for(
        self,
        *,
        sector: str | None = None,
        where: str | None = None,
        most: int = 10,
    ) -> FindingTable:
        """List the incubators, accelerators, clusters and transfer bodies that suit a firm.

        Support bodies by the firms of the sector they share an event with, and by distance.

        Args:
            sector: Sector: notation of the ontology, such as health.
            where: An ecosystem, a town, a region.
            most: Rows at most.

        Columns:
            iri: its address
            label: its name
            rank: 1 is first [rank]
            score: log of similar firms, minus the log of the distance
            firms: firms it shares an event with [firms]
            like: of them, of the sector [firms]
            km: distance from the place, 0 inside, NaN if unknown [km]
            own_sector: the sector is its own
            functions: functions it fills
            examples: similar firms

        Raises:
            BilingualError: an invalid value of a parameter, or an unknown place.

        >>> bool((graph.support_for(where='Lille')['rank'] >= 1).all())
        True
        """
        return self._table(
            "support_for",
            sector=sector,
            where=where,
            most=most,
        )

    def flows(
        self,
        *,
        level: FlowsLevel = "ecosystem",
        by_year: bool = False,
        since: int | None = None,
        until: int | None = None,
    ) -> FindingTable:
        """Show the ties and the money that go from place to place.

        One row per family of ties, origin and destination. Ties with an actor without a place and
        ties of administration are left out.

        Args:
            level: Places.
            by_year: By year.
            since: Events from this year on.
            until: Events up to this year.

        Columns:
            family: family of ties: knowledge, money, support, people
            from_place: ecosystem or region of the sources, or elsewhere
            to_place: ecosystem or region of the targets
            ties: ties from the first to the second [ties]
            money_eur: money along them, where amounts are known [EUR]
            events: events that they come from [events]
            bridges: actors with most of these ties

        Raises:
            BilingualError: an invalid value of a parameter, or an unknown place.

        Source: Newman 2001 (weights).

        >>> 'ties' in graph.flows()
        True
        """
        return self._table(
            "flows",
            level=level,
            by_year=by_year,
            since=since,
            until=until,
        )

    def fragility(
        self,
        *,
        top: int = 20,
        where: str | None = None,
        since: int | None = None,
        until: int | None = None,
    ) -> FindingTable:
        """Show the losses if an actor leaves.

        The actors whose absence causes most losses: firms left without a partner, then actors cut
        off. It is about recorded ties only.

        Args:
            top: Rows on the screen [rows].
            where: Ties of the actors of an ecosystem or a place: name or INSEE code.
            since: Events from this year on.
            until: Events up to this year.

        Columns:
            actor: address of the actor
            label: its name
            kind: its class, as a term of the ontology
            orphans: firms that would lose their only recorded partner [firms]
            orphans_finance: of them, for money [firms]
            orphans_incubation: of them, for support [firms]
            orphans_research: of them, for research [firms]
            cut_off: actors that would be separated from the rest [actors]
            pieces: in how many pieces [pieces]
            giant_before: share of actors in the giant component, with it [0–1]
            giant_after: the same, without it [0–1]
            pairs_lost: share of connected pairs no longer connected [0–1]
            orphaned_firms: addresses of those firms

        Raises:
            BilingualError: an invalid value of a parameter, or an unknown place.

        >>> 'cut_off' in graph.fragility(top=3)
        True
        """
        return self._table(
            "fragility",
            top=top,
            where=where,
            since=since,
            until=until,
        )

    def path(
        self,
        *,
        first: str | None = None,
        second: str | None = None,
        most: int = 3,
        since: int | None = None,
        until: int | None = None,
    ) -> FindingTable:
        """Show the shortest chains of ties between two actors, with their pages.

        Args:
            first: Name or address.
            second: Name or address.
            most: Chains at most.
            since: Events from this year on.
            until: Events up to this year.

        Columns:
            path: number of the chain
            step: number of the tie in it
            from_actor: address of an actor
            from_label: its name
            kind: kind of the event that joins the two
            event: its address
            year: its year [year]
            to_actor: address of the next actor
            to_label: its name
            pages: addresses of the pages that state it

        Raises:
            BilingualError: an invalid value of a parameter, or an unknown place.

        >>> len(graph.path(first='Ada Lenoir', second='Beffroi Gestion')) > 0
        True
        """
        return self._table(
            "path",
            first=first,
            second=second,
            most=most,
            since=since,
            until=until,
        )

    def removal_curve(
        self,
        *,
        seed: int = 1,
        where: str | None = None,
        since: int | None = None,
        until: int | None = None,
    ) -> FindingTable:
        """Show how the network shrinks as its first actors leave.

        Share of the remaining actors in the giant component after the first k have left, by number
        of events, by betweenness (both computed at the start) and at random.

        Args:
            seed: Seed of the random draws.
            where: Ties of the actors of an ecosystem or a place: name or INSEE code.
            since: Events from this year on.
            until: Events up to this year.

        Columns:
            removed: actors that have left [actors]
            by_degree: share in the giant component, by number of events [0–1]
            by_betweenness: the same, by betweenness [0–1]
            at_random: the same, at random, mean [0–1]

        Raises:
            BilingualError: an invalid value of a parameter, or an unknown place.

        Source: Schneider, Moreira, Andrade, Havlin & Herrmann 2011 (robustness).

        >>> int(graph.removal_curve()['removed'][0])
        0
        """
        return self._table(
            "removal_curve",
            seed=seed,
            where=where,
            since=since,
            until=until,
        )

    def pillar_cuts(
        self,
        *,
        where: str | None = None,
        since: int | None = None,
        until: int | None = None,
    ) -> FindingTable:
        """Count the fewest actors that separate two pillars by leaving.

        By Menger's theorem this is also the number of paths that share no actor.

        Args:
            where: Ties of the actors of an ecosystem or a place: name or INSEE code.
            since: Events from this year on.
            until: Events up to this year.

        Columns:
            first: a pillar
            second: another
            actors_first: actors of the first [actors]
            actors_second: actors of the second [actors]
            cut: fewest actors whose leaving cuts every path [actors]
            share: share of the smaller group, where 1 means that only emptying it cuts the two
                [0–1]
            cut_actors: one smallest set that does it

        Raises:
            BilingualError: an invalid value of a parameter, or an unknown place.

        Source: Menger 1927, Dinic 1970 (maximum flow).

        >>> 'cut' in graph.pillar_cuts()
        True
        """
        return self._table(
            "pillar_cuts",
            where=where,
            since=since,
            until=until,
        )

    def comparables(
        self,
        *,
        sector: str | None = None,
        round_type: str | None = None,
        amount: float | None = None,
        where: str | None = None,
        since: int | None = None,
        until: int | None = None,
    ) -> FindingTable:
        """Place an amount among the rounds of the same sector and type.

        One row. Fewer than eight rounds with a known amount are refused.

        Args:
            sector: Sector of the companies.
            round_type: Type of round, as seed-round.
            amount: Amount to place [EUR].
            where: Ties of the actors of an ecosystem or a place: name or INSEE code.
            since: Events from this year on.
            until: Events up to this year.

        Columns:
            rounds: rounds with a known amount [rounds]
            first_quartile: a quarter of them raised less [EUR]
            median: half of them raised less [EUR]
            third_quartile: three quarters of them raised less [EUR]
            amount: the amount to place [EUR]
            share_below: share of the rounds below it [0–1]
            unknown: rounds of the same sort without a known amount [rounds]
            since: year of the earliest [year]
            until: year of the latest [year]
            largest: the three largest
            pages: pages that state these three

        Raises:
            BilingualError: an invalid value of a parameter, or an unknown place.

        Source: Hyndman & Fan 1996 (quartiles, type 7).
        """
        return self._table(
            "comparables",
            sector=sector,
            round_type=round_type,
            amount=amount,
            where=where,
            since=since,
            until=until,
        )

    def coverage(
        self,
        *,
        by: CoverageBy = "region",
        where: str | None = None,
        since: int | None = None,
        until: int | None = None,
    ) -> FindingTable:
        """Estimate how many ties the data misses.

        One row per kind of tie, for all groups and per group. Estimates assume independent sources.
        If they copy each other, the share recorded is an upper bound. If they were read to complete
        each other, it is a lower one.

        Args:
            by: Groups to break down by.
            where: Ties of the actors of an ecosystem or a place: name or INSEE code.
            since: Events from this year on.
            until: Events up to this year.

        Columns:
            tie_kind: kind of tie
            group: group of its targets, or all
            events: events recorded [events]
            undated: of them, without a date [events]
            actors: actors that give these ties [actors]
            seen_once: of them, seen once [actors]
            actor_coverage: share of the next such ties by an actor already known [0–1]
            actors_at_least: lower bound of the total number of actors [actors]
            sources: publishers [publishers]
            events_in_two_sources: events in two sources or more [events]
            recorded_share: share of events recorded, NaN if unknown [0–1]
            events_in_all: events in total, recorded or not [events]
            events_low: lower 95 % limit [events]
            events_high: upper 95 % limit [events]
            method: method of the estimate
            grade: measured, one view only or too few

        Raises:
            BilingualError: an invalid value of a parameter, or an unknown place.

        Source: Good 1953 and Chao 1984 (unseen actors), Chapman 1951 (events in several sources).

        >>> 'recorded_share' in graph.coverage()
        True
        """
        return self._table(
            "coverage",
            by=by,
            where=where,
            since=since,
            until=until,
        )

    def source_overlap(
        self,
        *,
        where: str | None = None,
        since: int | None = None,
        until: int | None = None,
    ) -> FindingTable:
        """Show which sources have events in common instead.

        One row per pair of sources of at least five events.

        Args:
            where: Ties of the actors of an ecosystem or a place: name or INSEE code.
            since: Events from this year on.
            until: Events up to this year.

        Columns:
            first: a source
            second: another
            events_first: events of the first [events]
            events_second: events of the second [events]
            both: events of both [events]
            share_of_second: part of the second's events that the first has [0–1]

        Raises:
            BilingualError: an invalid value of a parameter, or an unknown place.

        >>> 'both' in graph.source_overlap()
        True
        """
        return self._table(
            "source_overlap",
            where=where,
            since=since,
            until=until,
        )

    def compare(
        self,
        first: str | Path | Asking,
        second: str | Path | Asking,
        *,
        equal: CompareEqual = "events",
        draws: int = 200,
        seed: int = 1,
        where: str | None = None,
        since: int | None = None,
        until: int | None = None,
    ) -> FindingTable:
        """Compare two ecosystems, cut down to equal size.

        One row per measure. `first` and `second` are folders of built graphs, places of this graph,
        or spans of years (`2012-2016`).

        Args:
            equal: Quantity that is made equal before the comparison.
            draws: Random cuts [draws].
            seed: Seed of the random draws.
            where: Ties of the actors of an ecosystem or a place: name or INSEE code.
            since: Events from this year on.
            until: Events up to this year.

        Columns:
            measure: the measure
            first: full value of the first, never to be compared with the second
            second: full value of the second
            first_equal: mean of the first over the cuts
            second_equal: mean of the second over the cuts
            difference: first_equal - second_equal
            low: lower limit of the difference, 5 %
            high: upper limit of the difference, 95 %
            finding: `first is higher`, `second is higher`, `no difference shown` or `cannot tell`
            first_name: name of the first
            second_name: name of the second
            events_first: events kept of the first [events]
            events_second: events kept of the second [events]

        Raises:
            BilingualError: an invalid value of a parameter, or an unknown place.

        Source: Chao & Jost 2012 (comparison at equal coverage).

        >>> 'difference' in graph.compare('2010-2016', '2017-2025', draws=2)
        True
        """
        return self._table(
            "compare",
            first,
            second,
            equal=equal,
            draws=draws,
            seed=seed,
            where=where,
            since=since,
            until=until,
        )
