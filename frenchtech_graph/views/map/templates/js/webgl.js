// The page of a very large network: WebGL where the machine has a graphics card, our canvas elsewhere.

import {begin} from './app.js';
import {canvasCamera} from './camera_canvas.js';
import {sigmaCamera} from './camera_sigma.js';

// "?renderer=canvas" or "?renderer=webgl" decides by hand.
const wanted = new URLSearchParams(location.search).get('renderer');

// WebGL drawn by the processor is slower than a plain canvas; browsers do not always say so by themselves.
function graphicsCard() {
  const probe = document.createElement('canvas').getContext('webgl2', {failIfMajorPerformanceCaveat: true});
  if (!probe) return false;
  const names = probe.getExtension('WEBGL_debug_renderer_info');
  const renderer = probe.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : probe.RENDERER);
  probe.getExtension('WEBGL_lose_context')?.loseContext();
  return !/swiftshader|llvmpipe|software|basic render/i.test(renderer);
}

const webgl = wanted === 'webgl' || (wanted !== 'canvas' && graphicsCard());
document.documentElement.dataset.renderer = webgl ? 'webgl' : 'canvas';
begin(webgl ? sigmaCamera : canvasCamera);
