"""Which network addresses may be fetched from: public ones, unless private ones are allowed."""

from __future__ import annotations

import ipaddress
import socket

from truceline.errors import NotFetched

_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def is_public(address: Address) -> bool:
    """True for an address of the public internet: not loopback, private, link-local, multicast or reserved.

    An IPv6 address that wraps an IPv4 one (mapped, 6to4, Teredo, NAT64) is judged by that.
    """
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address.teredo:
            inner = address.teredo[1]
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast


def resolve(host: str, port: int, *, allow_private: bool) -> list[str]:
    """Addresses of a host, checked, to connect to as they stand: asking the name again could give others.

    Raises NotFetched when the host has none, or when one of them is not public and private ones are not allowed.
    """
    name = host.strip("[]")
    try:
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a host name"
        raise NotFetched(f"host {host[:100]} has no address ({reason})", silent=isinstance(error, OSError)) from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for text in addresses:
        if not allow_private and not is_public(ipaddress.ip_address(text.split("%")[0])):
            where = text if text == name else f"{host[:100]}, which is {text},"
            raise NotFetched(f"{where} is no public address; give --allow-private to fetch from your own network")
    if not addresses:
        raise NotFetched(f"host {host[:100]} has no address", silent=True)
    return addresses
