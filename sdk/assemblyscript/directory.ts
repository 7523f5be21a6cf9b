import { DirectoryFields } from "./contract_gen";

/** The site an adapter works on. */
export class Directory extends DirectoryFields {
  /** The address of path on the site of the directory's start page: "/search" becomes "https://hello.example/search". */
  url(path: string): string {
    const scheme = this.start.indexOf("://");
    if (scheme < 0) return path;
    const end = this.start.indexOf("/", scheme + 3);
    return (end < 0 ? this.start : this.start.substring(0, end)) + path;
  }
}
