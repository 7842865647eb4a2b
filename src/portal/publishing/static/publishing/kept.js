// The draft was saved: this browser's own copy of it may go.
"use strict";
localStorage.removeItem(`draft:${document.getElementById("kept").dataset.draft}`);
