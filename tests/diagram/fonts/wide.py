# A font of boxes: every character of Latin, Greek and punctuation, each 1.3 em wide.
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
def box(w,h=700):
    p=TTGlyphPen(None); p.moveTo((50,0)); p.lineTo((50,h)); p.lineTo((w-50,h)); p.lineTo((w-50,0)); p.closePath(); return p.glyph()
codes=list(range(0x20,0x7f))+list(range(0xa0,0x180))+list(range(0x370,0x530))+list(range(0x2010,0x2030))+[0x2192,0x2212,0x221a,0x221e,0x2248,0x2264,0x2265]
fb=FontBuilder(1000,isTTF=True)
fb.setupGlyphOrder([".notdef","box","space"])
fb.setupCharacterMap({c:("space" if c in(0x20,0xa0) else "box") for c in codes})
fb.setupGlyf({".notdef":box(1300),"box":box(1300),"space":TTGlyphPen(None).glyph()})
fb.setupHorizontalMetrics({".notdef":(1300,50),"box":(1300,50),"space":(1300,0)})
fb.setupHorizontalHeader(ascent=800,descent=-200)
fb.setupNameTable({"familyName":"Wide Boxes","styleName":"Regular"})
fb.setupOS2(sTypoAscender=800,sTypoDescender=-200,usWinAscent=800,usWinDescent=200)
fb.setupPost()
fb.save("wide.ttf")
