// XML as devices write it.
import { describe, expect, test } from 'bun:test'
import { appendXml, changeXml, child, flag, int, list, nodeAt, pickXml, readXml, removeXml, text } from './xml.ts'

describe('reading', () => {
  test('namespaces and prefixes do not matter, and everything stays text', () => {
    const root = readXml('<?xml version="1.0"?><n:a xmlns:n="urn:x"><n:id>0101</n:id><hex>0x10</hex><e>1e5</e></n:a>')
    expect(root.name).toBe('a')
    expect([text(root, 'id'), text(root, 'hex'), text(root, 'e')]).toEqual(['0101', '0x10', '1e5'])
    expect(int(root, 'id')).toBe(101)
    expect(int(root, 'hex')).toBeNull()
  })

  test('text is trimmed, and stands beside attributes', () => {
    const root = readXml('<a><memoryUsage>\n1117.45</memoryUsage><workMode opt="group,quota">quota</workMode></a>')
    expect(text(root, 'memoryUsage')).toBe('1117.45')
    expect(text(root, 'workMode')).toBe('quota')
    expect(child(root, 'workMode')?.attributes).toEqual({ opt: 'group,quota' })
  })

  test('lists of none, one and many are lists, wrapped or not', () => {
    expect(list(readXml('<hddList/>'), 'hdd')).toEqual([])
    expect(list(readXml('<hddList>\n</hddList>'), 'hdd')).toEqual([])
    expect(list(readXml('<hddList><hdd><id>1</id></hdd></hddList>'), 'hdd').length).toBe(1)
    expect(list(readXml('<s><hddList><hdd/><hdd/></hddList></s>'), 'hdd').length).toBe(2)
    expect(list(null, 'hdd')).toEqual([])
  })

  test('names with a bare ampersand are read', () => {
    const root = readXml('<a><name>Garage & Garden &amp; Co &#228; &nbsp;</name><c><![CDATA[a & b]]></c></a>')
    expect(text(root, 'name')).toBe('Garage & Garden & Co ä &nbsp;')
    expect(text(root, 'c')).toBe('a & b')
  })

  test('flags are true, false or unknown', () => {
    const root = readXml('<a><x>true</x><y opt="true,false">false</y><z>maybe</z></a>')
    expect([flag(root, 'x'), flag(root, 'y'), flag(root, 'z'), flag(root, 'none')]).toEqual([true, false, null, null])
  })

  test('what is no document is refused', () => {
    for (const bad of ['', 'x', '<a>', '<a></b>', '<a/><b', '<?xml version="1.0"?>', '<!DOCTYPE a><a/>'])
      expect(() => readXml(bad)).toThrow('cannot be read')
    expect(() => readXml('<a>'.repeat(200_000))).toThrow('cannot be read')
    expect(() => readXml(`${'<a>'.repeat(500)}${'</a>'.repeat(500)}`)).toThrow('cannot be read')
    expect(() => readXml(`<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`)).toThrow('cannot be read')
  })
})

describe('changing', () => {
  const before = `<?xml version="1.0" encoding="UTF-8"?>
<n:Time version="1.0" xmlns:n="urn:x">
  <!-- kept -->
  <unknown a="1" b='2'>  x &amp; y &#233;  </unknown>
  <n:list><item>1</item><item/><item>1</item></n:list>
  <Video><maxFrameRate opt="0,2500">2500</maxFrameRate></Video>
  <raw><![CDATA[<&>]]></raw>
</n:Time>`

  test('only the named text changes', () => {
    const after = changeXml(before, { 'Video/maxFrameRate': '2000', 'list/item': 'a < b & c' })
    expect(after.replace(/<item><\/item>/, '<item/>')).toBe(
      before
        .replace('>2500<', '>2000<')
        .replace('<item>1<', '<item>a &lt; b &amp; c<')
        .replace("'2'", '"2"')
        .replace('?>\n', '?>'),
    )
  })

  test('nothing is added that was not there', () => {
    expect(() => changeXml(before, { 'Video/GovLength': '50' })).toThrow('GovLength')
  })
})

describe('lists', () => {
  const before = `<l:List xmlns:l="urn:x"><l:item a="1"><l:id>1</l:id><l:on opt="true,false">true</l:on></l:item>
<l:item><l:id>2</l:id><l:on>true</l:on></l:item>
</l:List>`

  test('one item among many is named by what it holds', () => {
    const after = changeXml(before, { 'item[id=2]/on': 'false' })
    expect(after).toBe(before.replace('<l:on>true', '<l:on>false'))
    expect(text(nodeAt(readXml(after), 'item[id=2]'), 'on')).toBe('false')
    expect(nodeAt(readXml(after), 'item[id=3]/on')).toBeNull()
    expect(() => changeXml(before, { 'item[id=3]/on': 'false' })).toThrow('item[id=3]/on')
  })

  test('an item is added at the end, spelled like its list, and taken away again', () => {
    const more = appendXml(before, '', 'item', { id: '3', name: 'a & b' })
    expect(more).toContain('\n<l:item><l:id>3</l:id><l:name>a &amp; b</l:name></l:item>\n</l:List>')
    expect(list(readXml(removeXml(more, 'item[id=3]')), 'item').length).toBe(2)
    expect(removeXml(before, 'item[id=9]')).toBe(before)
    expect(list(readXml(appendXml('<a/>', '', 'b', {})), 'b').length).toBe(1)
  })

  test('an item alone keeps its attributes', () => {
    expect(pickXml(before, 'item[id=1]')).toEndWith(
      '<l:item a="1"><l:id>1</l:id><l:on opt="true,false">true</l:on></l:item>',
    )
  })
})
