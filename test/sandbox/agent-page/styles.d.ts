/** Style sheets are imported for their effect; Vite puts them on the page. */
declare module '*.css';
