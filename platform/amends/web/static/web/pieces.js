// Sends the file of a form in pieces, and goes on by itself where a line broke. Without this the form is sent as it is.
(function () {
  "use strict";
  var PIECE = 4 * 1024 * 1024;
  var LONGEST_WAIT = 30000;

  function wait(milliseconds) {
    return new Promise(function (resolve) { setTimeout(resolve, milliseconds); });
  }

  function begin(form) {
    var input = form.querySelector("input[type=file]");
    var box = form.querySelector("[data-progress]");
    var bar = box.querySelector("progress");
    var told = box.querySelector("[data-told]");
    var token = form.querySelector("input[name=csrfmiddlewaretoken]").value;
    var isSending = false;

    function ask(method, headers, body) {
      headers["X-CSRFToken"] = token;
      return fetch(form.action, { method: method, headers: headers, body: body, credentials: "same-origin" });
    }

    function offsetOf(answer, file) {
      if (Number(answer.headers.get("Upload-Length")) !== file.size) { return -1; }
      return Number(answer.headers.get("Upload-Offset"));
    }

    async function send(file) {
      var answer = await ask("HEAD", {});
      var offset = offsetOf(answer, file);
      if (offset < 0) {
        answer = await ask("POST", { "Upload-Length": String(file.size) });
        if (answer.status !== 201) { throw new Error("refused"); }
        offset = 0;
      }
      var pause = 1000;
      while (offset < file.size) {
        bar.value = Math.round(100 * offset / file.size);
        told.textContent = bar.value + " %";
        try {
          answer = await ask("PATCH", {
            "Content-Type": "application/offset+octet-stream",
            "Upload-Offset": String(offset)
          }, file.slice(offset, offset + PIECE));
          pause = 1000;
        } catch (broken) {
          told.textContent = told.dataset.broken;
          await wait(pause);
          pause = Math.min(2 * pause, LONGEST_WAIT);
          try { answer = await ask("HEAD", {}); } catch (again) { continue; }
        }
        var next = offsetOf(answer, file);
        if (next < 0) { throw new Error("refused"); }
        offset = next;
      }
      bar.value = 100;
    }

    form.addEventListener("submit", function (event) {
      var file = input.files && input.files[0];
      if (!file || isSending) { if (isSending) { event.preventDefault(); } return; }
      event.preventDefault();
      box.hidden = false;
      if (file.size > Number(form.dataset.most)) { told.textContent = told.dataset.large; return; }
      isSending = true;
      send(file).then(function () { location.reload(); }, function () {
        isSending = false;
        told.textContent = told.dataset.failed;
      });
    });
  }

  if (window.fetch && Blob.prototype.slice) {
    document.querySelectorAll("form[data-pieces]").forEach(begin);
  }
})();
