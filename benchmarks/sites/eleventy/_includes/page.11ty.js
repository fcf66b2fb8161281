export const render = ({ title, content }) => `<!DOCTYPE html>
<html lang=en>
<head><meta charset=utf-8><title>${title}</title></head>
<body><h1>${title}</h1>${content}</body>
</html>
`;
