import type { Bar } from './Bar.js';

/** Draws a bar for each amount, one under another, with its name and its text. */
export function drawRows(title: string, bars: readonly Bar[], width: number): SVGSVGElement
{
    const [height, labels, texts] = [34, Math.min(130, width * 0.34), 92];
    const space = Math.max(20, width - labels - texts);
    const largest = findLargest(bars);
    const svg = createPicture(title, width, bars.length * height);

    for (const [index, bar] of bars.entries())
    {
        const middle = index * height + height / 2;
        const length = space * Math.max(0, bar.value) / largest;

        svg.append(group(bar, [
            element('text', { x: 0, y: middle, 'dominant-baseline': 'central' }, bar.label),
            element('rect', { x: labels, y: middle - 10, width: Math.max(1, length), height: 20, rx: 3 }),
            element('text', { x: labels + length + 8, y: middle, 'dominant-baseline': 'central', class: 'muted' }, bar.text)
        ]));
    }

    return svg;
}

/** Draws a bar for each amount, side by side, over a scale. */
export function drawColumns(title: string, bars: readonly Bar[], width: number): SVGSVGElement
{
    const [height, top, bottom, left] = [300, 12, 28, 64];
    const space = height - top - bottom;
    const step = (width - left) / Math.max(1, bars.length);
    const interval = findInterval(findLargest(bars));
    const scale = Math.ceil(findLargest(bars) / interval) * interval;
    const svg = createPicture(title, width, height);

    for (let value = 0; value <= scale; value += interval)
    {
        const y = top + space * (1 - value / scale);

        svg.append(
            element('line', { x1: left, x2: width, y1: y, y2: y }),
            element('text', { x: left - 8, y, 'text-anchor': 'end', 'dominant-baseline': 'central', class: 'muted' }, `$${value.toLocaleString('en-US')}`)
        );
    }

    for (const [index, bar] of bars.entries())
    {
        const x = left + index * step;
        const length = space * Math.max(0, bar.value) / scale;
        const parts: SVGElement[] = [element('rect', { x: x + step * 0.15, y: top + space - length, width: step * 0.7, height: length, rx: Math.min(3, step * 0.2) })];

        // Where the names would touch, only some of them are written.
        if (index % Math.ceil(22 / step) === 0)
        {
            parts.push(element('text', { x: x + step / 2, y: height - 8, 'text-anchor': 'middle', class: 'muted' }, bar.label));
        }

        svg.append(group(bar, parts));
    }

    return svg;
}

function createPicture(title: string, width: number, height: number): SVGSVGElement
{
    return element('svg', { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': title });
}

function group(bar: Bar, parts: readonly SVGElement[]): SVGElement
{
    const parent = element('g', {});

    parent.append(element('title', {}, `${bar.label}: ${bar.text}`), ...parts);

    return parent;
}

function element<Name extends keyof SVGElementTagNameMap>(name: Name, attributes: Readonly<Record<string, string | number>>, text = ''): SVGElementTagNameMap[Name]
{
    const created = document.createElementNS('http://www.w3.org/2000/svg', name);

    for (const [key, value] of Object.entries(attributes))
    {
        created.setAttribute(key, String(value));
    }

    created.textContent = text;

    return created;
}

function findLargest(bars: readonly Bar[]): number
{
    return Math.max(1, ...bars.map(bar => bar.value));
}

// The round step (1, 2 or 5 with zeros) that divides the scale into at most five.
function findInterval(largest: number): number
{
    const power = 10 ** Math.floor(Math.log10(largest / 5));

    return [1, 2, 5, 10].map(factor => factor * power).find(interval => interval * 5 >= largest) ?? largest;
}
