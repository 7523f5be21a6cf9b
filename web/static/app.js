// What every page needs beside htmx.
