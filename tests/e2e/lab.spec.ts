import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './server';

test('from nothing to two networks that differ in one setting', async ({ page }) => {
  await page.goto('./');
  await page.evaluate(() => window.richscope.ready);
  await page.keyboard.press('s');
  const dialog = page.getByRole('dialog', { name: 'What if?' });
  await expect(dialog.getByTestId('cost')).toHaveText(
    /^Both networks have [\d,]+ parameters; B trains 1,290 of them\..* MB of memory\. 3,000 steps take some [\d.]+\s(s|min) /,
  );
  await dialog.getByRole('button', { name: 'Start from nothing' }).click();
  await expect(dialog.getByTestId('cost')).toHaveText(/^The network has [\d,]+ parameters\./);
  await expect(dialog.getByLabel('Name of arm A')).toBeVisible();
  await expect(dialog.getByLabel('Name of arm B')).toHaveCount(0);

  const adding = dialog.getByRole('group', { name: 'Add an arm' });
  await adding.getByLabel('but with another').selectOption('width');
  await adding.getByRole('button', { name: 'Add an arm' }).click();
  await expect(dialog.getByLabel('Name of arm B')).toHaveValue('Like A, another width');
  const value = dialog.getByLabel('Width, B Like A, another width');
  await expect(value).toBeFocused();
  await value.fill('32');
  await value.press('Enter');
  await expect(dialog.getByTestId('cost')).toHaveText(/^A has [\d,]+ and B has [\d,]+ parameters\./);
  const found = await new AxeBuilder({ page }).include('dialog').analyze();
  expect(found.violations).toEqual([]);

  await page.keyboard.press('Escape');
  await page.evaluate(() => window.richscope.step(5));
  const { arms, experiment } = await page.evaluate(() => window.richscope.state());
  expect(arms.map(({ step }) => step)).toEqual([5, 5]);
  expect(experiment.arms[1]!.set).toEqual({ 'model.width': 32 });
});

test('starting from nothing is undone', async ({ page }) => {
  await page.goto('./');
  await page.evaluate(() => window.richscope.ready);
  await page.evaluate(() => window.richscope.step(3));
  await page.keyboard.press('s');
  await page.getByRole('button', { name: 'Start from nothing' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Undo' }).click();
  await page.keyboard.press('Escape');
  const { step, experiment } = await page.evaluate(() => window.richscope.state());
  expect([step, experiment.preset]).toEqual([3, 'rich-is-not-better']);
});
