import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './server';

test('every panel is read as a sentence and as a table, by keyboard, and saved in full', async ({
  page,
  complaints,
}) => {
  await page.goto('./');
  await page.evaluate(() => window.richscope.ready);
  await page.evaluate(() => window.richscope.step(40));
  const figure = page.locator('[data-figure="accuracy"]');
  await expect(figure).toHaveAccessibleDescription(
    /^Accuracy on test pictures by step.*at step 40, test accuracy: A \d/,
  );

  await figure.getByRole('button', { name: 'How good? As a table' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Pictures as tables' });
  await expect(dialog.getByRole('combobox', { name: 'Picture' })).toHaveValue('accuracy');
  await expect(dialog.getByRole('figure')).toContainText('Accuracy on test pictures by step');
  await expect(dialog.getByRole('columnheader')).toHaveText([
    'Step',
    'A test accuracy',
    'B test accuracy',
    'A train accuracy',
    'B train accuracy',
  ]);
  await expect(dialog.getByRole('row').last().getByRole('cell').first()).toHaveText('40');

  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect((await new AxeBuilder({ page }).include('dialog').analyze()).violations).toEqual([]);
  }

  const picker = dialog.getByRole('combobox', { name: 'Picture' });
  for (const panel of await picker
    .locator('option')
    .evaluateAll(all => all.map(one => (one as HTMLOptionElement).value))) {
    await picker.selectOption(panel);
    if (panel === 'eigenfunctions') await expect(dialog).toContainText('Features are looked at');
    else await expect(dialog.getByRole('table').first()).toBeVisible();
  }

  await picker.selectOption('loss');
  await expect(dialog).toContainText('24 of 40 rows, chosen evenly');
  await expect(dialog.getByRole('row')).toHaveCount(25);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Save as CSV' }).press('Enter'),
  ]);
  expect(file.suggestedFilename()).toBe('richscope-rich-is-not-better-seed-1-loss-by-step.csv');
  const lines = (await readFile(await file.path(), 'utf8')).trim().split('\r\n');
  expect(lines[0]).toBe('Step,A training loss,B training loss');
  expect(lines).toHaveLength(41);

  await page.keyboard.press('Escape');
  await expect(figure.getByRole('button', { name: 'How good? As a table' })).toBeFocused();
  await page.keyboard.press('i');
  await expect(picker).toHaveValue('loss');
  expect(complaints).toEqual([]);
});
