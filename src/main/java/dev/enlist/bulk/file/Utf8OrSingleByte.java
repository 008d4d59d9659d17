package dev.enlist.bulk.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Decodes UTF-8, and each byte that is not valid UTF-8 with a single-byte charset. The file is read once as a stream, and
 * its first byte that is not valid UTF-8 may follow any amount of ASCII.
 */
class Utf8OrSingleByte extends Reader {

    private final InputStream bytes;
    private final Charset singleByte;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer in = ByteBuffer.allocate(1 << 14).flip();
    private boolean ended;

    Utf8OrSingleByte(InputStream bytes, Charset singleByte) {
        this.bytes = bytes;
        this.singleByte = singleByte;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        CharBuffer out = CharBuffer.wrap(target, offset, length).slice();
        while (out.position() == 0) {
            if (!ended) {
                fill();
            }
            if (ended && !in.hasRemaining()) {
                return -1;
            }
            decode(out);
            if (out.position() == 0 && length == 1 && in.hasRemaining() && ended) {
                // a surrogate pair does not fit into a buffer of one character
                throw new IOException("The buffer must have space for two characters.");
            }
        }
        return out.position();
    }

    private void decode(CharBuffer out) {
        while (true) {
            CoderResult result = utf8.decode(in, out, ended);
            if (!result.isMalformed()) {
                return;
            }
            if (!out.hasRemaining()) {
                return;
            }
            out.put(singleByte.decode(ByteBuffer.wrap(new byte[] {in.get()})));
        }
    }

    private void fill() throws IOException {
        in.compact();
        int got = bytes.read(in.array(), in.position(), in.remaining());
        if (got < 0) {
            ended = true;
        } else {
            in.position(in.position() + got);
        }
        in.flip();
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
