"""Pages of the web, fetched for the previews of links: from public addresses only, in bounded time and size."""
