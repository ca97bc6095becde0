// What the large network page needs of sigma and graphology, as one global: sigmaBundle.
export {default as Graph} from 'graphology';
export {default as Sigma} from 'sigma';
