import PDFDocument from 'pdfkit';

import type { PDFBar, PDFColumn, PDFContent, PDFTable } from './PDFContent.js';

/** Creates a PDF (A4); the same content gives the same bytes. */
export default async function createPDF(content: PDFContent): Promise<Uint8Array>
{
    // The library makes the file's id of these properties.
    const info = { Title: content.title, Author: content.subtitle, CreationDate: content.date };
    const document = new PDFDocument({ size: 'A4', margins: { top: 56, bottom: 64, left: 56, right: 56 }, bufferPages: true, info, lang: 'en', displayTitle: true });
    const bytes = collect(document);

    drawTitle(document, content);
    drawFigures(document, content.figures);
    drawChart(document, content.chart.title, content.chart.bars);

    for (const table of content.tables)
    {
        drawTable(document, table);
    }

    drawFooters(document, content.title);
    document.end();

    return bytes;
}

type Document = InstanceType<typeof PDFDocument>;

const textInk = '#1c2430';
const mutedInk = '#5d6878';
const lineInk = '#d5dae1';
const bandInk = '#f3f5f8';
const accentInk = '#0f766e';

async function collect(document: Document): Promise<Uint8Array>
{
    const chunks: Uint8Array[] = [];

    return new Promise((resolve, reject) =>
    {
        document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
        document.on('error', reject);
        document.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
    });
}

function drawTitle(document: Document, content: PDFContent): void
{
    document.font('Helvetica').fontSize(10).fillColor(accentInk).text(content.subtitle.toUpperCase(), { characterSpacing: 1.2 });
    document.moveDown(0.3);
    document.font('Helvetica-Bold').fontSize(24).fillColor(textInk).text(content.title);
    document.moveDown(0.6);
}

function drawFigures(document: Document, figures: PDFContent['figures']): void
{
    const { left, width } = frame(document);
    const top = document.y;
    const step = width / Math.max(1, figures.length);

    document.roundedRect(left, top, width, 52, 4).fill(bandInk);

    for (const [index, { label, text }] of figures.entries())
    {
        const x = left + index * step + 12;

        document.font('Helvetica').fontSize(8.5).fillColor(mutedInk).text(label, x, top + 11, { width: step - 16, lineBreak: false });
        document.font('Helvetica-Bold').fontSize(14).fillColor(textInk).text(text, x, top + 25, { width: step - 16, lineBreak: false });
    }

    document.x = left;
    document.y = top + 52 + 18;
}

function drawChart(document: Document, title: string, bars: readonly PDFBar[]): void
{
    const { left, width } = frame(document);
    const [labels, texts, height] = [110, 76, 20];
    const largest = Math.max(1, ...bars.map(bar => bar.value));

    drawHeading(document, title, bars.length * height);

    for (const { label, value, text } of bars)
    {
        const y = document.y;

        document.font('Helvetica').fontSize(9).fillColor(textInk).text(label, left, y + 4, { width: labels - 8, lineBreak: false });
        document.rect(left + labels, y + 1, Math.max(1, (width - labels - texts) * Math.max(0, value) / largest), height - 7).fill(accentInk);
        document.fillColor(textInk).text(text, left + width - texts, y + 4, { width: texts, align: 'right', lineBreak: false });

        document.x = left;
        document.y = y + height;
    }

    document.y += 14;
}

function drawTable(document: Document, table: PDFTable): void
{
    const { bottom } = frame(document);
    const height = 16;

    drawHeading(document, table.title, 4 * height);
    drawRow(document, table.columns, table.columns.map(column => column.title), { height, head: true });

    for (const row of table.rows)
    {
        if (document.y + height > bottom)
        {
            document.addPage();
            drawRow(document, table.columns, table.columns.map(column => column.title), { height, head: true });
        }

        drawRow(document, table.columns, row, { height, head: false });
    }

    document.y += 18;
}

function drawRow(document: Document, columns: readonly PDFColumn[], cells: readonly string[], { height, head }: { height: number; head: boolean }): void
{
    const { left, width } = frame(document);
    const parts = columns.reduce((sum, column) => sum + column.width, 0);
    const y = document.y;
    let x = left;

    document.font(head ? 'Helvetica-Bold' : 'Helvetica').fontSize(8.5).fillColor(head ? mutedInk : textInk);

    for (const [index, column] of columns.entries())
    {
        const space = width * column.width / parts;

        const gap = index === columns.length - 1 ? 0 : 10;

        // A cell is one line: a row that grew could not be cut at the end of a page.
        document.text(cells[index] ?? '', x, y + 4, { width: space - gap, height: height - 4, align: column.align, ellipsis: true });

        x += space;
    }

    document.moveTo(left, y + height).lineTo(left + width, y + height).lineWidth(head ? 0.8 : 0.4).stroke(lineInk);

    document.x = left;
    document.y = y + height;
}

function drawHeading(document: Document, title: string, following: number): void
{
    if (document.y + 24 + following > frame(document).bottom)
    {
        document.addPage();
    }

    document.font('Helvetica-Bold').fontSize(11.5).fillColor(textInk).text(title, frame(document).left, document.y);
    document.moveDown(0.4);
}

function drawFooters(document: Document, title: string): void
{
    const { start, count } = document.bufferedPageRange();

    for (let index = start; index < start + count; index++)
    {
        document.switchToPage(index);

        const { left, width } = frame(document);
        const y = document.page.height - 44;

        // Text under the margin would begin a new page.
        document.page.margins.bottom = 0;
        document.font('Helvetica').fontSize(8).fillColor(mutedInk);
        document.text(title, left, y, { width: width / 2, lineBreak: false });
        document.text(`Page ${index - start + 1} of ${count}`, left + width / 2, y, { width: width / 2, align: 'right', lineBreak: false });
    }
}

function frame(document: Document): { left: number; width: number; bottom: number }
{
    const { width, height, margins } = document.page;

    return { left: margins.left, width: width - margins.left - margins.right, bottom: height - margins.bottom };
}
