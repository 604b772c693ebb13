using System.Collections;
using System.Globalization;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules
{
    /// <summary>Modules one after the other.</summary>
    public class Sequential : Module<Tensor, Tensor>, IEnumerable<Module<Tensor, Tensor>>
    {
        private readonly List<Module<Tensor, Tensor>> _layers = [];

        public Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules)
            : base(nameof(Sequential))
        {
            foreach (var (name, module) in modules)
            {
                Add(name, module);
            }
        }

        public Sequential(params Module<Tensor, Tensor>[] modules)
            : base(nameof(Sequential)) => Array.ForEach(modules, module => append(module));

        public Sequential(IEnumerable<Module<Tensor, Tensor>> modules)
            : this(modules.ToArray())
        {
        }

        public int Count => _layers.Count;

        public Module<Tensor, Tensor> this[int index] => _layers[index];

        public Sequential append(Module<Tensor, Tensor> module)
        {
            Add(_layers.Count.ToString(CultureInfo.InvariantCulture), module);
            return this;
        }

        public void Add(string name, Module<Tensor, Tensor> module)
        {
            register_module(name, module);
            _layers.Add(module);
        }

        // What lies between two layers is freed at once: the graph keeps what it needs.
        public override Tensor forward(Tensor input)
        {
            if (_layers.Count == 0)
            {
                return input.alias();
            }
            var current = input;
            foreach (var layer in _layers)
            {
                var next = layer.call(current);
                if (!ReferenceEquals(current, input) && !ReferenceEquals(current, next))
                {
                    current.Dispose();
                }
                current = next;
            }
            return current;
        }

        public IEnumerator<Module<Tensor, Tensor>> GetEnumerator() => _layers.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        protected override void RegisterComponents()
        {
        }
    }

    /// <summary>Modules by their position.</summary>
    public class ModuleList<T> : Module, IReadOnlyList<T> where T : Module
    {
        private readonly List<T> _list = [];

        public ModuleList(params T[] modules)
            : base(nameof(ModuleList<T>)) => Array.ForEach(modules, Add);

        public int Count => _list.Count;

        public T this[int index] => _list[index];

        public void Add(T item)
        {
            register_module(_list.Count.ToString(CultureInfo.InvariantCulture), item);
            _list.Add(item);
        }

        public void append(T module) => Add(module);

        public IEnumerator<T> GetEnumerator() => _list.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>Modules by name.</summary>
    public class ModuleDict<T> : Module, IEnumerable<(string, T)> where T : Module
    {
        private readonly List<(string Key, T Value)> _list = [];

        public ModuleDict(params (string, T)[] modules)
            : base(nameof(ModuleDict<T>)) => Array.ForEach(modules, pair => Add(pair.Item1, pair.Item2));

        public int Count => _list.Count;

        public IEnumerable<string> Keys => _list.Select(pair => pair.Key);

        public IEnumerable<T> Values => _list.Select(pair => pair.Value);

        public T this[string key] =>
            _list.Find(pair => pair.Key == key).Value ?? throw new KeyNotFoundException($"There is no module {key}.");

        public void Add(string key, T value)
        {
            register_module(key, value);
            _list.Add((key, value));
        }

        public bool ContainsKey(string key) => _list.Exists(pair => pair.Key == key);

        public IEnumerator<(string, T)> GetEnumerator() => _list.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Sequential Sequential(params Module<Tensor, Tensor>[] modules) => new(modules);

            public static Modules.Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules) => new(modules);

            public static Modules.Sequential Sequential(IEnumerable<Module<Tensor, Tensor>> modules) => new(modules);

            public static Modules.ModuleList<T> ModuleList<T>(params T[] modules) where T : Module => new(modules);

            public static Modules.ModuleDict<T> ModuleDict<T>(params (string, T)[] modules) where T : Module => new(modules);
        }
    }
}
