"""Texts for the page of components: those on which layouts break."""

SENTENCE = (
    "The customs offices have published their figures for the year, and a round table asked what it takes to keep the pace, "
    "and who has to move first."
)
LONG_TITLE = (
    "A title of two hundred characters that somebody wrote without thinking of those who read it on a small screen, where it "
    "takes the whole of the first page and then some more of it, to the end"
)
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
ARABIC = "العلاقات التجارية بين البلدين تنمو أسرع من المتوقع"
_ROW = "".join(f"<td>{number},000 million euro</td>" for number in range(9))

PROSE = f"""
<p>{SENTENCE} With <strong>strong</strong>, <em>emphasis</em>, <code>code</code>, a
<a href="https://example.org/">link</a>, H<sub>2</sub>O and a note<foot-note>What the note says.</foot-note>.</p>
<h2>Lists</h2>
<ul><li>One</li><li>Two<ul><li>Nested</li></ul></li></ul>
<ol><li>First</li><li>Second</li></ol>
<h3>A part</h3>
<blockquote><p>{SENTENCE}</p></blockquote>
<h4>A detail</h4>
<pre><code>$ a-command --with-an-option that-goes-on-and-on-and-on-and-on-and-on-and-on-and-on-and-on-and-on</code></pre>
<hr>
<h2>Tables</h2>
<table><tbody><tr><th>Year</th><th>Figure</th></tr><tr><td>2026</td>{_ROW}</tr></tbody></table>
<p>{LONG_WORD}</p>
"""
