package browser

import (
	"strings"
	"testing"
)

func TestAPictureShowsWhereThingsAre(t *testing.T) {
	s := serve(t)
	s.page("/inner", `<label style="position:absolute;left:20px;top:10px">Fax <input name=fax></label>`)
	s.page("/", `<style>body{margin:0} input,button,iframe{position:absolute;box-sizing:border-box;width:100px;height:30px;border:0}</style>
		<label>Name <input name=name style="left:40px;top:1500px"></label><input type=checkbox name=a hidden>
		<button style="left:5px;top:60px">Add</button><iframe src=/inner style="left:300px;top:200px;width:300px;height:100px"></iframe><p style="height:2000px">`)
	session := open(t, use(t), s)
	if err := session.Goto(t.Context(), s.base+"/"); err != nil {
		t.Fatal(err)
	}
	page, err := session.Observe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p, err := session.Picture(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if p.Width != 1280 || p.Height < 2000 || len(p.JPEG) == 0 {
		t.Errorf("the picture is %d x %d, %d bytes", p.Width, p.Height, len(p.JPEG))
	}
	if box := p.Places[page.Control("name").Ref]; box.X != 40 || box.Y != 1500 || box.Width != 100 || box.Height != 30 {
		t.Errorf("name at %+v", box)
	}
	if box := p.Places[page.Button("Add").Ref]; box.X != 5 || box.Y != 60 {
		t.Errorf("button at %+v", box)
	}
	if box := p.Places[page.Control("fax").Ref]; box.X < 320 || box.Y != 210 {
		t.Errorf("in the frame at %+v", box)
	}
	if html, err := session.HTML(t.Context()); err != nil || !strings.Contains(html, `name="name"`) {
		t.Errorf("source %q, error %v", html, err)
	}
}
