// The network page: vis-network, as pyvis ships it, keeps the camera.

import {begin} from './app.js';
import {visCamera} from './camera_vis.js';

begin(visCamera);
