'use strict';
(() => {
  const find = document.getElementById('find');
  if (!find) return;
  const rows = [...document.querySelectorAll('tbody tr')];
  const texts = rows.map(row => row.innerText.toLowerCase());
  const shown = document.getElementById('shown');
  const none = document.getElementById('none');

  // The page's style hides what is not of the chosen status; here is what it cannot do.
  const apply = () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    const status = document.querySelector('input[name=show]:checked').value;
    let count = 0;
    rows.forEach((row, index) => {
      row.hidden = !words.every(word => texts[index].includes(word));
      if (!row.hidden && (status === 'all' || row.dataset.status === status)) count++;
    });
    shown.textContent = count === rows.length ? '' : `${count} of ${rows.length}`;
    none.hidden = count > 0;
  };

  const form = document.forms[0];
  form.addEventListener('submit', event => event.preventDefault());
  form.addEventListener('input', apply);
  find.parentElement.hidden = false;
  apply();
})();
