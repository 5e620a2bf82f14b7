// What Vite lets us import beside code.
declare module '*.svg?raw' {
  const text: string;
  export default text;
}
declare module '*.css';
declare module '@zendeskgarden/css-bedrock';
