// The geographic page: France by departments, its overseas departments in boxes, actors where they are.

import {start} from './app.js';
import {canvasCamera} from './camera_canvas.js';
import {$} from './dom.js';
import {M, placed} from './model.js';
import {scene} from './scene.js';
import {foldSpots, spotAt} from './spots.js';
import {S, onChange} from './state.js';
import {C} from './theme.js';
import {count, t} from './words.js';

const {outlines} = M, land = new Path2D(), borders = new Path2D(), regions = new Path2D();
const shrink = new DOMMatrix().scale(1 / outlines.fine);
for (const {d} of outlines.departments) { land.addPath(new Path2D(d), shrink); borders.addPath(new Path2D(d), shrink); }
for (const {d} of outlines.regions) regions.addPath(new Path2D(d), shrink);

scene.under = (c, view) => {
  c.lineJoin = 'round';
  c.fillStyle = C.land;
  c.fill(land);
  c.strokeStyle = C.coast;
  c.lineWidth = 0.5 / view.k;
  c.globalAlpha = 0.9;
  c.stroke(borders);
  c.lineWidth = 1.3 / view.k;
  c.stroke(regions);
  c.globalAlpha = 1;
  for (const {x, y, size, name} of outlines.boxes) {
    c.lineWidth = 1 / view.k;
    c.strokeRect(x, y, size, size);
    c.fillStyle = C.muted;
    c.font = '11px system-ui, sans-serif';
    c.fillText(name, x + 5, y + size - 6);
  }
};
foldSpots();

let unplaced = 0;
for (let i = 0; i < M.actors; i++) if (!placed(i)) unplaced++;
const credit = () => { $('credit').textContent = `${unplaced ? t('unplaced', count(unplaced)) : ''} ${outlines.credit[S.lang]}`; };
onChange(credit);

start(canvasCamera, {least: 0.2, clickGround: spotAt});
credit();
