namespace Platform.Training.Tensors.PyTorch;

/// <summary>
/// Reads the pickle of a PyTorch file as data. It knows the operations that torch.save writes and the names of <see cref="PickleGlobals"/>; anything
/// else ends the reading with a refusal. Nothing is imported, looked up or run, nothing recurses, and every size is bounded by <see cref="PickleLimits"/>.
/// </summary>
internal sealed class Unpickler(PickleLimits limits)
{
    private const int OldestProtocol = 2;
    private const int NewestProtocol = 5;

    private readonly List<object?> _stack = [];
    private readonly Stack<int> _marks = new();
    private readonly Dictionary<uint, object?> _memo = [];
    private readonly Dictionary<string, StorageReference> _storages = new(StringComparer.Ordinal);
    private int _values;

    /// <summary>The one value that the pickle describes.</summary>
    /// <exception cref="InvalidDataException">Something in it is not allowed, or it is damaged.</exception>
    internal static object? Read(ReadOnlySpan<byte> pickle, PickleLimits? limits = null)
    {
        var unpickler = new Unpickler(limits ?? PickleLimits.Default);
        return pickle.Length <= unpickler.Limits.Bytes
            ? unpickler.Run(new PickleCursor(pickle))
            : throw new InvalidDataException($"The file's pickle is {pickle.Length} bytes long; {unpickler.Limits.Bytes} are allowed.");
    }

    private PickleLimits Limits => limits;

    private object? Run(PickleCursor input)
    {
        while (true)
        {
            var opcode = (PickleOpcode)input.ReadByte();
            if (opcode is PickleOpcode.Stop)
            {
                return _stack.Count == 1 && _marks.Count == 0 ? _stack[0] : throw Damaged();
            }

            Step(opcode, ref input);
        }
    }

    private void Step(PickleOpcode opcode, ref PickleCursor input)
    {
        switch (opcode)
        {
            case PickleOpcode.Proto: DemandProtocol(input.ReadByte()); break;
            case PickleOpcode.Frame: input.ReadUInt64(); break;

            case PickleOpcode.None: Push(null); break;
            case PickleOpcode.NewTrue: Push(true); break;
            case PickleOpcode.NewFalse: Push(false); break;
            case PickleOpcode.BinInt: Push((long)input.ReadInt32()); break;
            case PickleOpcode.BinInt1: Push((long)input.ReadByte()); break;
            case PickleOpcode.BinInt2: Push((long)input.ReadUInt16()); break;
            case PickleOpcode.Long1: Push(input.ReadLong(input.ReadByte())); break;
            case PickleOpcode.Long4: Push(input.ReadLong(input.ReadUInt32())); break;
            case PickleOpcode.BinFloat: Push(input.ReadDouble()); break;
            case PickleOpcode.ShortBinUnicode: Push(input.ReadText(input.ReadByte())); break;
            case PickleOpcode.BinUnicode: Push(input.ReadText(input.ReadUInt32())); break;
            case PickleOpcode.BinUnicode8: Push(input.ReadText(input.ReadUInt64())); break;
            case PickleOpcode.ShortBinBytes: Push(input.ReadBytes(input.ReadByte())); break;
            case PickleOpcode.BinBytes: Push(input.ReadBytes(input.ReadUInt32())); break;
            case PickleOpcode.BinBytes8: Push(input.ReadBytes(input.ReadUInt64())); break;

            case PickleOpcode.EmptyTuple: PushTuple([]); break;
            case PickleOpcode.Tuple1: PushTuple(PopLast(1)); break;
            case PickleOpcode.Tuple2: PushTuple(PopLast(2)); break;
            case PickleOpcode.Tuple3: PushTuple(PopLast(3)); break;
            case PickleOpcode.Tuple: PushTuple(PopToMark()); break;
            case PickleOpcode.EmptyList: Push(new List<object?>()); break;
            case PickleOpcode.Append: Append(PopLast(1)); break;
            case PickleOpcode.Appends: Append(PopToMark()); break;
            case PickleOpcode.EmptyDict: Push(new PickleDict()); break;
            case PickleOpcode.SetItem: Set(PopLast(2)); break;
            case PickleOpcode.SetItems: Set(PopToMark()); break;

            case PickleOpcode.Mark: Mark(); break;
            case PickleOpcode.Pop: PopLast(1); break;
            case PickleOpcode.PopMark: PopToMark(); break;
            case PickleOpcode.BinPut: Keep(input.ReadByte()); break;
            case PickleOpcode.LongBinPut: Keep(input.ReadUInt32()); break;
            case PickleOpcode.Memoize: Keep((uint)_memo.Count); break;
            case PickleOpcode.BinGet: Push(Kept(input.ReadByte())); break;
            case PickleOpcode.LongBinGet: Push(Kept(input.ReadUInt32())); break;

            case PickleOpcode.Global: Push(PickleGlobals.Find(input.ReadLine(), input.ReadLine())); break;
            case PickleOpcode.StackGlobal: PushStackGlobal(PopLast(2)); break;
            case PickleOpcode.BinPersId: Push(Storage(PopLast(1)[0])); break;
            case PickleOpcode.Reduce: Reduce(PopLast(2)); break;
            case PickleOpcode.Build: Build(PopLast(1)[0]); break;

            default:
                throw new InvalidDataException(Enum.IsDefined(opcode)
                    ? $"The file's pickle uses the operation {opcode.ToString().ToUpperInvariant()}, which torch.save does not write for weights; nothing of it was run."
                    : $"The file's pickle holds an operation 0x{(byte)opcode:x2} that pickle does not have. The file is damaged.");
        }
    }

    private static void DemandProtocol(byte protocol)
    {
        if (protocol is < OldestProtocol or > NewestProtocol)
        {
            throw new InvalidDataException($"The file's pickle is of protocol {protocol}; {OldestProtocol} to {NewestProtocol} can be read.");
        }
    }

    private void Push(object? value)
    {
        if (_stack.Count >= limits.Stack || ++_values > limits.Values)
        {
            throw new InvalidDataException("The file's pickle holds more values, or nests them deeper, than weights do.");
        }

        _stack.Add(value);
    }

    private void PushTuple(object?[] items)
    {
        var tuple = new PickleTuple(items);
        if (tuple.Depth > limits.TupleDepth)
        {
            throw new InvalidDataException($"The file's pickle nests tuples deeper than {limits.TupleDepth}; weights do not.");
        }

        Push(tuple);
    }

    private void Mark()
    {
        if (_marks.Count >= limits.Marks)
        {
            throw new InvalidDataException($"The file's pickle nests collections deeper than {limits.Marks}; weights do not.");
        }

        _marks.Push(_stack.Count);
    }

    // Values below the newest mark belong to a collection that is still open.
    private object?[] PopLast(int count)
    {
        if (_stack.Count - count < (_marks.TryPeek(out var mark) ? mark : 0))
        {
            throw Damaged();
        }

        var taken = _stack.GetRange(_stack.Count - count, count).ToArray();
        _stack.RemoveRange(_stack.Count - count, count);
        return taken;
    }

    private object?[] PopToMark() => _marks.TryPeek(out var mark) && mark <= _stack.Count ? Closed(PopLast(_stack.Count - mark)) : throw Damaged();

    private object?[] Closed(object?[] items)
    {
        _marks.Pop();
        return items;
    }

    private object? Top() => _stack.Count > (_marks.TryPeek(out var mark) ? mark : 0) ? _stack[^1] : throw Damaged();

    private void Append(object?[] items)
    {
        if (Top() is not List<object?> list)
        {
            throw new InvalidDataException("The file's pickle appends to something that is no list; nothing of it was run.");
        }

        list.AddRange(items);
    }

    private void Set(object?[] items)
    {
        if (Top() is not PickleDict dictionary || items.Length % 2 != 0)
        {
            throw new InvalidDataException("The file's pickle sets items of something that is no dictionary; nothing of it was run.");
        }

        for (var i = 0; i < items.Length; i += 2)
        {
            dictionary.Entries[items[i] is string or long or bool ? items[i]! : throw new InvalidDataException("A dictionary in the file has a key that is neither text nor a whole number.")] = items[i + 1];
        }
    }

    private void Keep(uint place)
    {
        if (_memo.Count >= limits.Memo)
        {
            throw new InvalidDataException($"The file's pickle keeps more than {limits.Memo} values for later.");
        }

        _memo[place] = Top();
    }

    private object? Kept(uint place) => _memo.TryGetValue(place, out var value) ? value : throw new InvalidDataException($"The file's pickle mentions value {place}, which it has not kept.");

    private void PushStackGlobal(object?[] names) =>
        Push(names is [string module, string name] ? PickleGlobals.Find(module, name) : throw new InvalidDataException("The file's pickle asks for a name that is no text."));

    private void Reduce(object?[] call) => Push(call is [PickleGlobal function, PickleTuple arguments]
        ? PickleGlobals.Call(function, arguments)
        : throw new InvalidDataException("The file's pickle calls something that is no function of PyTorch's; nothing of it was run."));

    // PyTorch notes the versions of its modules on the dictionary; they are of no use here.
    private void Build(object? state)
    {
        if (Top() is not PickleDict || state is not PickleDict)
        {
            throw new InvalidDataException("The file's pickle sets the state (BUILD) of something that is no dictionary; nothing of it was run.");
        }
    }

    private StorageReference Storage(object? id)
    {
        if (id is not PickleTuple { Items: ["storage", PickleGlobal { Storage: { } type }, string { Length: > 0 and <= 20 } key, string, long count and >= 0] } || !key.All(char.IsAsciiDigit))
        {
            throw new InvalidDataException("A storage in the file is described as PyTorch does not describe it.");
        }

        var storage = new StorageReference(key, type, count);
        if (!_storages.TryAdd(key, storage) && _storages[key] != storage)
        {
            throw new InvalidDataException($"Storage {key} is described in two ways. The file is damaged.");
        }

        return storage;
    }

    private static InvalidDataException Damaged() => new("The file's pickle takes values that it has not made. The file is damaged.");
}
