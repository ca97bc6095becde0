// How thick, how large and how faint: for the drawing and for its first view.

export const TIE = {'': 0.3, soft: 0.16, faint: 0.05};
export const HUB_TIE = 0.22;
export const GROUND_ROOM = 26; // around a mark
export const GROUND_FROM = 8; // members of a group
export const SHRINK = 4; // grounds of many marks are painted so much smaller
export const LEAST = {hub: 6, actor: 1.6, event: 1}; // radius on the screen
export const CLOSEST = 1.4; // how near the opening view of the network may come

const CROWDED = 5000; // marks above which the rest steps further back
export const backAlpha = marks => marks > CROWDED ? 0.38 : 0.5;
export const thinLine = view => Math.max(0.4, Math.min(1.1, 0.6 + view.k * 0.4));
// a dense drawing needs fainter lines to stay readable
export const density = lines => Math.min(1, Math.sqrt(3000 / Math.max(1, lines)) + 0.25);
export const onScreen = (r, view) => r * Math.min(1.2, view.k);
