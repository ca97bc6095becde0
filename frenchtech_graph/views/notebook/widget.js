// A map in a sandboxed frame; the actor that is chosen on it comes back to the notebook.
export default {
  render({model, el}) {
    const frame = document.createElement('iframe');
    frame.className = 'frenchtech-frame';
    frame.title = model.get('title');
    frame.setAttribute('sandbox', 'allow-scripts allow-downloads allow-popups');
    frame.style.cssText = `width:100%;height:${model.get('height')}px;border:0`;
    frame.srcdoc = model.get('page');
    const heard = event => {
      if (event.source !== frame.contentWindow || event.data?.type !== 'frenchtech-actor') return;
      model.set('selected', String(event.data.iri));
      model.save_changes();
    };
    window.addEventListener('message', heard);
    el.append(frame);
    return () => window.removeEventListener('message', heard);
  },
};
