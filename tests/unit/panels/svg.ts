/** One element a line, so that a changed picture reads as a short difference. */
export const asFile = (svg: string) =>
  `${svg.replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ').replaceAll('><', '>\n<')}\n`;
