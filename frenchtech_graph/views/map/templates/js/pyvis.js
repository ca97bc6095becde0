// The network page: vis-network, as pyvis ships it, keeps the camera.

import {start} from './app.js';
import {visCamera} from './camera_vis.js';

start(visCamera);
